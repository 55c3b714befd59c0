import { expect, test } from 'vitest'
import { everyLook } from './browser'
import { Stage } from './stage'

const stage = new Stage('--departments', 'service')
const word = 'copper-kettle-9'

test('a colleague without a login reports what they saw, and hears what becomes of it', async () => {
	const { page, context, complaints } = await stage.signIn('/outside')
	await stage.api(page, 'POST', '/captures', {
		url: 'https://www.reddit.com/r/kettles/comments/9zyxwv/which_one/',
		text: 'Which kettle is quietest?',
		author: { handle: 'rui_b' },
		new_account: { handle: 'kettles_co' },
	})
	await page.getByRole('radio', { name: 'With a word' }).click()
	await page.getByLabel('The word for the page').fill(word)
	await page.getByRole('button', { name: 'Save' }).click()
	await page.getByText('There is one. Write another to change it.').waitFor()
	expect(await everyLook(page, 'outside')).toEqual([])

	const colleague = await stage.visit('/report')
	const form = colleague.page
	await form.getByLabel('Its address').fill('https://www.reddit.com/r/kettles/comments/1abcde/it_leaks/')
	await form.getByLabel('What they said').fill('My kettle leaks onto the hob.')
	await form.getByLabel('The word for this page').fill('not the word')
	await form.getByRole('button', { name: 'Report it' }).click()
	await form.getByRole('alert').waitFor()
	expect(await form.getByLabel('What they said').inputValue()).toBe('My kettle leaks onto the hob.')
	await form.getByLabel('The word for this page').fill(word)
	expect(await everyLook(form, 'report')).toEqual([])
	await form.getByRole('button', { name: 'Report it' }).click()
	await form.getByText('Thank you.').waitFor()
	await form.getByRole('link', { name: 'What becomes of it' }).click()
	await form.getByRole('status').waitFor()
	expect(await everyLook(form, 'report-told')).toEqual([])
	expect(colleague.complaints.all()).toEqual([])
	await colleague.context.close()

	await page.goto(`${stage.server.base}/v/all`)
	await page.getByRole('option', { name: /^Somebody.*My kettle leaks/ }).waitFor()
	expect(complaints.all()).toEqual([])
	await context.close()
})

test('what a customer asked about being written to stands with them, and can be taken back', async () => {
	const { page, context, complaints } = await stage.signIn('/v/all')
	await page.getByRole('option', { name: /Which kettle/ }).click()
	await page.getByRole('button', { name: 'Note that they asked us not to' }).click()
	await page.getByText(/^Asked on .* not to be written to unasked/).waitFor()
	await page.getByText(/noted that the customer asked not to be written to/).waitFor()
	expect(await everyLook(page, 'customer-opted-out')).toEqual([])
	await page.getByRole('button', { name: 'Note that they took it back' }).click()
	await page.getByText('May be written to first.').waitFor()
	expect(complaints.all()).toEqual([])
	await context.close()
})
