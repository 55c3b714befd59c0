import { createServer, type Server as Listener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyLook } from './browser'
import { Stage } from './stage'

const ben = { name: 'Ben Osei', email: 'ben@kettles.example' }
// A chat tool that takes everything it is told.
const told: { body: string; signature: string }[] = []
const chat: Listener = createServer((request, response) => {
	let body = ''
	request.on('data', (part) => {
		body += part
	})
	request.on('end', () => {
		told.push({ body, signature: String(request.headers['switchboard-signature'] ?? '') })
		response.end('ok')
	})
})

// It listens before the server starts, which has to be told where.
beforeAll(async () => {
	await new Promise<void>((done) => void chat.listen(0, '127.0.0.1', done))
	stage.serves.push('--set', `chat-hook-hosts=127.0.0.1:${(chat.address() as AddressInfo).port}`)
})

const stage = new Stage('--departments', 'service')
stage.colleagues.push(ben)

afterAll(() => void chat.close())

test('a ladder is seen and changed, an alarm climbs it, and somebody has it in hand', async () => {
	const { context, page, complaints } = await stage.signIn('/on-call')
	await page.getByText('No alarm rings.').waitFor()
	await page.getByRole('link', { name: /^service Calls/ }).click()
	await page.getByText('this department has said nothing else').waitFor()
	await page.getByText('Now Ada Lund.').first().waitFor()
	expect(await everyLook(page, 'oncall')).toEqual([])

	await changed(page)
	await toldInChat(page)
	const conversation = `/c/${await stage.asked(page, 'mira', 'my kettle hums, is that so?')}`
	await raised(page, conversation)

	const { context: theirs, page: his } = await stage.signIn('/on-call', ben)
	await his.getByRole('link', { name: /Somebody may be hurt/ }).click()
	await his.getByText('Calling you').waitFor()
	expect(await his.getByRole('button', { name: 'Change' }).count()).toBe(0)
	await his.getByRole('button', { name: 'I have it in hand' }).click()
	await his.getByText('You have it in hand').or(his.getByText('Ben Osei has it in hand')).waitFor()
	await page.getByText('Ben Osei has it in hand').waitFor()
	expect(await everyLook(page, 'oncall-accepted')).toEqual([])
	await expect.poll(() => told.some((t) => t.body.includes('"safety"') && t.signature !== '')).toBe(true)
	expect(complaints.all()).toEqual([])
	await theirs.close()
	await context.close()
})

async function changed(page: Page) {
	await page.getByRole('button', { name: 'Change' }).click()
	await page.getByRole('button', { name: 'Remove step 2' }).click()
	await page.getByLabel('Whom it calls').nth(0).selectOption('People by name')
	await page.getByRole('checkbox', { name: 'Ben Osei' }).press('Space')
	await page.getByRole('spinbutton', { name: /waits/ }).nth(0).fill('0.5')
	await page.getByRole('button', { name: 'Move step 4 up' }).click()
	await page.getByRole('button', { name: 'Add hours of somebody' }).click()
	await page.getByLabel('Who is on call, 1').selectOption('Ada Lund')
	expect(await everyLook(page, 'oncall-change')).toEqual([])
	await page.getByRole('button', { name: 'Save' }).click()
	await page.getByText('Now Ben Osei.').waitFor()
	await page.getByText('has 30 seconds to accept').waitFor()
	await page.reload()
	await page.getByText('Called first now').waitFor()
	await page.getByRole('link', { name: /^service Calls Ben Osei/ }).waitFor()
}

/** toldInChat adds a chat of the department, tries it, gives it another secret, and sees what came. */
async function toldInChat(page: Page) {
	await page.getByRole('button', { name: 'Add a chat' }).click()
	await page.getByLabel('Which chat it is').fill('Service room')
	await page
		.getByLabel('Its webhook address')
		.fill(`http://127.0.0.1:${(chat.address() as AddressInfo).port}/hook`)
	await page.getByRole('button', { name: 'Add it' }).click()
	await page.getByText('The secret of Service room.').waitFor()
	const first = await page.locator('code').textContent()
	await page.getByRole('button', { name: 'Send a test' }).click()
	await page.getByText('It was taken.').waitFor()
	await page.getByText(/Told \d/).waitFor()
	expect(told.at(-1)?.body).toContain('test')
	await page.reload()
	await page.getByRole('button', { name: 'New secret' }).click()
	await page.getByRole('button', { name: 'New secret' }).click()
	await page.getByText('The secret of Service room.').waitFor()
	expect(await page.locator('code').textContent()).not.toBe(first)
	expect(await everyLook(page, 'oncall-chat')).toEqual([])
}

async function raised(page: Page, conversation: string) {
	await page.goto(stage.server.base + conversation)
	await page.getByRole('button', { name: 'More', exact: true }).click()
	await page.getByRole('menuitem', { name: 'Raise an alarm' }).click()
	await page.getByText('This calls Ben Osei now.').waitFor()
	expect(await everyLook(page, 'oncall-raise')).toEqual([])
	await page.getByRole('button', { name: 'Raise the alarm' }).click()
	await page.getByText('Calling Ben Osei').waitFor()
	await page.getByText('The next are called at').waitFor()
	expect(await everyLook(page, 'oncall-rings')).toEqual([])
}
