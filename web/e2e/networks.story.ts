import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Complaints, everyLook, launch } from './browser'
import { password, Server } from './server'

let browser: Browser
const server = new Server()

beforeAll(async () => {
	server.run(
		['user', 'add', 'ada@kettles.example', '--name', 'Ada Lund', '--role', 'admin', '--password-stdin'],
		password,
	)
	;[browser] = await Promise.all([launch(), server.start()])
})

afterAll(async () => {
	await browser?.close()
	await server.stop()
})

async function signIn(page: Page, to: string) {
	await page.goto(server.base + to)
	await page.getByLabel('Your email').fill('ada@kettles.example')
	await page.getByLabel('Password').fill(password)
	await page.getByLabel('Password').press('Enter')
	await page.waitForURL(server.base + to)
}

test('somebody connects a network, listens, answers, and pauses', async () => {
	const context = await browser.newContext()
	const complaints = new Complaints(context)
	const page = await context.newPage()
	await signIn(page, '/networks')
	await page.getByText('Nothing is connected yet.').waitFor()
	expect(await everyLook(page, 'networks-empty')).toEqual([])

	await page.getByRole('link', { name: /^Practice network/ }).click()
	await page.getByRole('heading', { name: 'Connect: Practice network' }).waitFor()
	expect(await page.getByLabel('Address').inputValue()).toBe(`${server.base}/practice`)
	expect(await everyLook(page, 'networks-connect')).toEqual([])

	await page.getByLabel('Address').fill('not an address')
	await page.getByRole('button', { name: 'Test the connection' }).click()
	await page.locator('[name=url][aria-invalid]').waitFor()
	await page.getByLabel('Address').fill(`${server.base}/practice`)
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
	await page.getByRole('button', { name: 'Pause' }).click()
	await page.getByRole('button', { name: 'Go on, and answer' }).waitFor()
	await page.reload()
	await page.getByText('Nothing is read or posted until it goes on.').waitFor()
	expect(complaints.all()).toEqual([])
	await context.close()
})
