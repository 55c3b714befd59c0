import { expect, test } from 'vitest'
import { everyLook } from './browser'
import { password } from './server'
import { nobody, Stage } from './stage'

const stage = new Stage(nobody)

test('somebody looks around the sample company, and leaves it knowing what goes', async () => {
	const { context, page, complaints } = await stage.visit(await stage.setupLink())
	await page.getByRole('link', { name: 'Look around a sample company' }).first().click()
	await page.getByRole('heading', { name: 'Look around a sample company' }).waitFor()
	expect(await everyLook(page, 'setup-sample')).toEqual([])
	await page.getByLabel('Choose a password').fill(password)
	await page.getByRole('button', { name: 'Look around' }).click()
	await page.waitForURL(`${stage.server.base}/v/mine`)
	await page.getByText('This is a sample. Everybody in it is invented.').waitFor()
	await page.getByText('Take what is offered to you.').waitFor()
	await page.getByRole('button', { name: 'Not now' }).click()
	await page.getByText('Answer them: write, and send.').waitFor()
	await page.reload()
	await page.getByText('Answer them: write, and send.').waitFor()

	await page.goto(`${stage.server.base}/triage?tab=learning`)
	await page.getByText('In use', { exact: true }).waitFor()
	expect(page.url()).toBe(`${stage.server.base}/triage/learning`)
	expect(await page.getByText('Not used', { exact: true }).count()).toBeGreaterThan(0)
	expect(
		await page.getByText(/kept aside, \d+ were read rightly before and \d+ now/).count(),
	).toBeGreaterThan(0)
	expect(await everyLook(page, 'sample-learning')).toEqual([])
	await page.goto(`${stage.server.base}/outside`)
	await page.getByText('Benno from the paint shop').waitFor()
	await page.getByText('Ulrik Fenmoor').first().waitFor()
	expect(await everyLook(page, 'sample-outside')).toEqual([])

	await page.getByRole('link', { name: 'Begin again or leave' }).click()
	await page.getByText(/\d+ conversations/).waitFor()
	expect(await everyLook(page, 'sample')).toEqual([])
	expect(await page.getByRole('button', { name: 'Start with my own company' }).isDisabled()).toBe(true)
	await page.getByLabel('I have read what goes').check()
	await page.getByRole('button', { name: 'Start with my own company' }).click()
	await page.waitForURL(`${stage.server.base}/setup`)
	await page.getByLabel('Company', { exact: true }).waitFor()
	expect(await page.getByLabel('Choose a password').count()).toBe(0)
	expect(await page.getByText('This is a sample. Everybody in it is invented.').count()).toBe(0)

	await page.getByLabel('Company', { exact: true }).fill('Kettles & Co')
	await page.getByLabel('Your name').fill('Ada Lund')
	await page.getByLabel('Your email').fill('ada@kettles.example')
	await page.getByText('Only me').click()
	await page.getByRole('button', { name: 'Show me a proposal' }).click()
	await page.getByRole('button', { name: 'Start with this' }).click()
	await page.waitForURL(`${stage.server.base}/welcome`)
	await page.goto(`${stage.server.base}/me`)
	await page.getByText('ada@kettles.example').waitFor()
	expect(await page.getByText('Ada Lund').count()).toBeGreaterThan(0)
	expect(complaints.all()).toEqual([])
	await context.close()
})
