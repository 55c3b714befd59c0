import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Complaints, everyLook, home, launch } from './browser'
import { password, Server } from './server'

let browser: Browser
const server = new Server()

beforeAll(async () => {
	browser = await launch()
})

afterAll(async () => {
	await browser?.close()
	await server.stop()
})

const words = 'Sorry about that. Bring it in tomorrow at nine and I will look at it myself.'

test('from an empty installation to an answer that stands on the practice network', async () => {
	const began = Date.now()
	await server.start('--sample')
	const context = await browser.newContext(home)
	const complaints = new Complaints(context)
	const page = await context.newPage()
	await page.goto(readFileSync(join(server.data, 'setup-link'), 'utf8').trim())
	await page.getByLabel('Choose a password').fill(password)
	await page.getByRole('button', { name: 'Look around' }).click()
	await page.waitForURL(`${server.base}/v/mine`)
	await page.getByRole('option').first().waitFor()
	expect(await everyLook(page, 'inbox')).toEqual([])

	await page.getByRole('button', { name: /^Take it/ }).waitFor()
	await page.locator('body').press('y')
	await page.waitForURL(/\/c\/cnv_/)
	await page.getByText('You lead').first().waitFor()
	await page.locator('body').press('r')
	const answer = page.getByRole('textbox', { name: /^Answer/ })
	await answer.fill(words)
	await answer.press('Control+Enter')
	await page
		.getByRole('article')
		.filter({ hasText: words })
		.getByText(/Sent|Seen on the network/)
		.waitFor()
	const practice = await context.newPage()
	await practice.goto(`${server.base}/practice`)
	await practice.getByText(words).first().waitFor()
	process.stderr.write(`from start to an answer that stands: ${((Date.now() - began) / 1000).toFixed(1)} s\n`)
	await practice.close()

	expect(await everyLook(page, 'conversation')).toEqual([])
	await page.getByRole('button', { name: 'Why me?' }).click()
	await page.getByRole('dialog', { name: 'Why me?' }).waitFor()
	expect(await everyLook(page, 'why')).toEqual([])
	expect(complaints.all()).toEqual([])
	await context.close()
})
