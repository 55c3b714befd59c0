import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { everyLook } from './browser'
import { password } from './server'
import { nobody, Stage } from './stage'

const stage = new Stage(nobody)

test('whoever comes without the link is told where it is', async () => {
	const { page } = await stage.visit('/')
	await page.getByRole('heading', { name: 'This board waits to be set up.' }).waitFor()
	expect(await everyLook(page, 'setup-waits')).toEqual([])
	await page.goto(`${stage.server.base}/setup`)
	await page.getByRole('heading', { name: 'This board waits to be set up.' }).waitFor()
	await page.context().close()
})

test.each([
	['guessed', 'A'.repeat(43)],
	['malformed', '%F0%9F..//'],
	['far too long', 'x'.repeat(5000)],
])('a %s link is refused, with the way to another', async (_, token) => {
	const { page } = await stage.visit(`/setup#${token}`)
	await page.getByRole('heading', { name: 'This link is not good any more.' }).waitFor()
	await page.getByText('switchboard user link').waitFor()
	expect(page.url()).toBe(`${stage.server.base}/setup`)
	await page.context().close()
})

test('the link leads to a board of one’s own', async () => {
	const link = await stage.setupLink()
	const token = link.slice(link.indexOf('#') + 1)
	const { context, page, complaints } = await stage.visit('/sign-in')
	const asked: string[] = []
	page.on('request', (r) => asked.push(r.url()))
	await page.goto(stage.server.base + link)
	await page.getByRole('heading', { name: 'Set up your board' }).waitFor()
	expect(page.url()).toBe(`${stage.server.base}/setup`)
	expect(asked.filter((url) => url.includes(token) && !url.endsWith(`#${token}`))).toEqual([])
	expect(existsSync(join(stage.server.data, 'setup-link'))).toBe(false)
	expect(await everyLook(page, 'setup')).toEqual([])

	await refusesWhatIsMissing(page)
	await page.getByLabel('Company', { exact: true }).fill('Kettles & Co')
	await page.getByLabel('Your name').fill('Ada Lund')
	await page.getByLabel('Your email').fill('ada@kettles.example')
	await page.getByLabel('Choose a password').fill(password)
	await page.getByText('long enough').waitFor()
	await ranksByKeyboard(page)
	await page.getByRole('button', { name: 'Add a person' }).click()
	await page.getByLabel('Name', { exact: true }).fill('Ben Osei')
	await page.getByLabel('Email', { exact: true }).fill('ben@kettles.example')
	await page.getByRole('button', { name: 'Add hours' }).click()
	await page.getByLabel('Time zone').selectOption('Europe/Lisbon')

	await page.reload() // what was answered is still there; the password is not kept
	await expect.poll(() => page.getByLabel('Company', { exact: true }).inputValue()).toBe('Kettles & Co')
	await page.getByLabel('Choose a password').fill(password)
	await page.getByRole('button', { name: 'Show me a proposal' }).click()

	await page.waitForURL(`${stage.server.base}/setup/proposal`)
	await page.getByRole('heading', { name: 'Who leads what' }).waitFor()
	expect(await everyLook(page, 'setup-proposal')).toEqual([])
	await page.getByRole('link', { name: 'Change: Customers should get' }).click()
	await page.getByRole('heading', { name: 'Set up your board' }).waitFor()
	await page.goBack()
	await page.getByRole('button', { name: 'Start with this' }).click()

	await page.getByRole('heading', { name: 'Your board is ready.' }).waitFor()
	const second = await invited(page)
	expect(await everyLook(page, 'setup-ready')).toEqual([])
	await page.getByRole('link', { name: 'Go to my work' }).click()
	await page.waitForURL(`${stage.server.base}/v/mine`)
	await page.getByText('Ada Lund').first().waitFor()
	expect(complaints.all()).toEqual([])
	await context.close()

	await usedUp(link)
	await choosesOwnPassword(second)
})

async function refusesWhatIsMissing(page: Page) {
	await page.getByLabel('Choose a password').fill('short')
	await page.getByRole('button', { name: 'Show me a proposal' }).click()
	await page.getByText('The name of the company is missing.').waitFor()
	await page.getByText('A password needs at least 10 characters.').waitFor()
	await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('company')
}

async function ranksByKeyboard(page: Page) {
	const grip = page.getByRole('button', { name: /^Buyers found, 5 of 5/ })
	await grip.focus()
	for (let i = 0; i < 4; i++) await page.keyboard.press('Alt+ArrowUp')
	await page.getByRole('button', { name: /^Buyers found, 1 of 5/ }).waitFor()
	await page.getByText('Buyers found is now 1 of 5.').waitFor()
	await page.getByRole('button', { name: 'Move down: Buyers found' }).click()
	await page.getByRole('button', { name: /^Buyers found, 2 of 5/ }).waitFor()
}

/** invited makes the link of the second person and gives its path. */
async function invited(page: Page): Promise<string> {
	await page.getByRole('button', { name: 'Make the link for Ben Osei' }).click()
	const made = await page.locator('code').textContent()
	const url = new URL(made ?? '')
	expect(url.pathname).toBe('/invitation')
	return url.pathname + url.hash
}

async function usedUp(path: string) {
	const { page } = await stage.visit(path)
	await page.getByRole('heading', { name: /set up already|not good any more/ }).waitFor()
	await page.goto(`${stage.server.base}/`)
	await page.getByRole('heading', { name: 'Sign in' }).waitFor()
	await page.context().close()
}

async function choosesOwnPassword(path: string) {
	const { page } = await stage.visit(path)
	await page.getByRole('heading', { name: 'Welcome, Ben Osei' }).waitFor()
	expect(page.url()).toBe(`${stage.server.base}/invitation`)
	expect(await everyLook(page, 'invitation')).toEqual([])
	await page.getByLabel('Choose a password').fill('quiet harbour lantern')
	await page.getByRole('button', { name: 'Sign in' }).click()
	await page.waitForURL(`${stage.server.base}/v/mine`)
	await page.context().close()

	const { page: again } = await stage.visit(path)
	await again.getByRole('heading', { name: 'This link is not good any more.' }).waitFor()
	expect(await everyLook(again, 'invitation-used')).toEqual([])
	await again.context().close()
}
