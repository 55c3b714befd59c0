import { expect, test } from 'vitest'
import { everyLook } from './browser'
import { Stage } from './stage'

const stage = new Stage()

test('somebody chooses what they are told of', async () => {
	const { page, complaints } = await stage.signIn('/notices')
	await page.getByRole('heading', { name: 'Notices' }).waitFor()
	expect(await everyLook(page, 'notices')).toEqual([])
	await page.getByRole('link', { name: 'Choose what you are told of' }).click()
	const late = page.getByLabel('An answer of mine is late: Email')
	await late.waitFor()
	const before = await late.isChecked()
	await late.click()
	await page.getByLabel('Hold everything but alarms at these hours').check()
	await page.getByLabel('Wait before an email').selectOption('an hour')
	await page.getByRole('button', { name: 'Save' }).click()
	await page.getByText('Saved.').waitFor()
	await page.getByRole('button', { name: 'Add a chat' }).click()
	await page.getByLabel('Which chat it is').fill('Our channel')
	await page.getByLabel('Its webhook address').fill('https://chat.kettles.example/hooks/1')
	await page.getByRole('button', { name: 'Add it' }).click()
	await page.getByText('It signs what is sent').waitFor()
	expect(await everyLook(page, 'notice-preferences')).toEqual([])
	await page.reload()
	await late.waitFor()
	expect(await late.isChecked()).toBe(!before)
	expect(await page.getByLabel('Hold everything but alarms at these hours').isChecked()).toBe(true)
	expect(await page.getByLabel('Wait before an email').inputValue()).toBe('3600')
	expect(complaints.all()).toEqual([])
	await page.context().close()
})
