import { expect, test } from 'vitest'
import { everyLook } from './browser'
import { Stage } from './stage'

const stage = new Stage()

test('what somebody said elsewhere is brought in, once', async () => {
	const { page, complaints } = await stage.signIn('/capture')
	await page
		.getByLabel('Address of what was said')
		.fill('https://www.reddit.com/r/kettles/comments/1abcde/it_leaks/')
	await page.getByText('Reddit').first().waitFor()
	await page
		.getByLabel('What was said', { exact: true })
		.fill('My kettle leaks. Does anybody from Kettles & Co read this?')
	await page.getByLabel('Who said it').fill('Dana')
	await page.getByLabel('Handle', { exact: true }).fill('dana_w')
	const bookmark = page.getByRole('link', { name: 'Bring into Switchboard' })
	expect(decodeURIComponent((await bookmark.getAttribute('href')) ?? '')).toContain(stage.server.base) // on this machine its own address will do
	expect(await everyLook(page, 'capture')).toEqual([])
	await page.getByRole('button', { name: 'Bring it in' }).click()
	await page.getByLabel('Work Reddit by hand from now on').fill('kettles_co')
	await page.getByRole('button', { name: 'Bring it in' }).click()
	await page.getByText('It is here.').waitFor()
	expect(await everyLook(page, 'capture-done')).toEqual([])

	const address = encodeURIComponent('https://www.reddit.com/r/kettles/comments/1abcde/it_leaks/')
	await page.goto(`${stage.server.base}/capture?url=${address}&title=It%20leaks&text=My%20kettle`)
	expect(await page.getByLabel('What was said', { exact: true }).inputValue()).toBe('My kettle')
	await page.getByRole('button', { name: 'Bring it in' }).click()
	await page.getByText('It was here already.').waitFor()
	await page.getByRole('link', { name: 'Open the conversation' }).click()
	await page.waitForURL(`${stage.server.base}/c/**`)
	expect(complaints.all()).toEqual([])
	await page.context().close()
})
