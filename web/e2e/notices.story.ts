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

async function inside(to: string): Promise<{ page: Page; complaints: Complaints }> {
	const context = await browser.newContext()
	const complaints = new Complaints(context)
	const page = await context.newPage()
	await page.goto(`${server.base}/sign-in?to=${encodeURIComponent(to)}`)
	await page.getByLabel('Your email').fill('ada@kettles.example')
	await page.getByLabel('Password').fill(password)
	await page.getByLabel('Password').press('Enter')
	await page.waitForURL(server.base + to)
	return { page, complaints }
}

test('somebody chooses what they are told of', async () => {
	const { page, complaints } = await inside('/notices')
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
	await page.getByLabel('Which chat it is').fill('Our channel')
	await page.getByLabel('Its webhook address').fill('https://chat.kettles.example/hooks/1')
	await page.getByRole('button', { name: 'Add a chat' }).click()
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
