import type { Browser } from 'playwright-core'
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

test('somebody signs in and comes to where they wanted to go', async () => {
	const context = await browser.newContext()
	const complaints = new Complaints(context)
	const page = await context.newPage()
	await page.goto(`${server.base}/v/all`)
	await page.getByRole('heading', { name: 'Sign in' }).waitFor()
	expect(await everyLook(page, 'sign-in')).toEqual([])

	await page.getByLabel('Your email').fill('ada@kettles.example')
	await page.getByLabel('Password').fill('not it at all')
	await page.getByRole('button', { name: 'Sign in' }).click()
	await page.getByRole('alert').waitFor()

	await page.getByLabel('Password').fill(password)
	await page.getByLabel('Password').press('Enter')
	await page.waitForURL(`${server.base}/v/all`)
	await page.getByText('Ada Lund').first().waitFor()
	expect(complaints.all()).toEqual([])
	await context.close()
})
