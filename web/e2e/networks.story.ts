import { expect, test } from 'vitest'
import { everyLook } from './browser'
import { Stage } from './stage'

const stage = new Stage()

test('somebody connects a network, listens, answers, and pauses', async () => {
	const { context, page, complaints } = await stage.signIn('/networks')
	await page.getByText('Nothing is connected yet.').waitFor()
	expect(await everyLook(page, 'networks-empty')).toEqual([])

	await page.getByRole('link', { name: /^Practice network/ }).click()
	await page.getByRole('heading', { name: 'Connect: Practice network' }).waitFor()
	expect(await page.getByLabel('Address').inputValue()).toBe(`${stage.server.base}/practice`)
	expect(await everyLook(page, 'networks-connect')).toEqual([])

	await page.getByLabel('Address').fill('not an address')
	await page.getByRole('button', { name: 'Connect', exact: true }).click()
	await page.locator('[name=url][aria-invalid]').waitFor()
	await page.getByLabel('Address').fill(`${stage.server.base}/practice`)
	await page.getByLabel('Handle of the account').fill('kettles')
	await page.getByLabel('What you call it here').fill('Kettles & Co')
	await page.getByLabel('Who answers for it').selectOption('Ada Lund')
	await page.getByRole('button', { name: 'Connect', exact: true }).click()

	await page.getByRole('heading', { name: 'Kettles & Co' }).waitFor()
	await page.getByText('Nothing can be posted as this account.').waitFor()
	await page.getByRole('button', { name: 'Start answering' }).click()
	await page.getByRole('button', { name: 'Listen only' }).waitFor()
	await page.getByText('Settings and voice').click()
	expect(await page.getByLabel('Token').inputValue()).toBe('')
	await page.getByLabel('What you call it here').fill('Kettles')
	await page.getByRole('button', { name: 'Save' }).click()
	await page.getByText('Saved.').waitFor()
	await page.getByRole('heading', { name: 'Kettles', exact: true }).waitFor()
	expect(await everyLook(page, 'networks-account')).toEqual([])
	const turned: string[] = []
	page.on('request', (r) => void (r.url().endsWith('/state') && turned.push(r.postData() ?? '')))
	await page.getByRole('button', { name: 'Pause' }).dblclick() // where Pause stood, another button stands by then
	await page.getByRole('button', { name: 'Go on, and answer' }).waitFor()
	expect(turned).toEqual(['{"state":"paused"}'])
	await page.reload()
	await page.getByText('Nothing is read or posted until it goes on.').waitFor()
	expect(complaints.all()).toEqual([])
	await context.close()
})
