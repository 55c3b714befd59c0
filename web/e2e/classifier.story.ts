import { createHmac } from 'node:crypto'
import { createServer, type Server as Models } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { everyLook } from './browser'
import { Stage } from './stage'

const stage = new Stage()
stage.serves.push('--set', 'allow-private-networks=on')

const key = 'a signing key of the shop'
const asked: { authorization?: string; body: string }[] = []
let models: Models
let at = ''

// A model server of one's own: it takes every message for one of the press, and for spam, which does not count.
beforeAll(async () => {
	models = createServer((request, answer) => {
		let body = ''
		request.on('data', (part) => {
			body += part
		})
		request.on('end', () => {
			const { authorization } = request.headers
			asked.push({ body, ...(authorization && { authorization }) })
			answer.end(
				'{"model":"press-1","heads":{"press":{"label":"yes","confidence":0.8},"spam":{"label":"yes","confidence":1}}}',
			)
		})
	})
	await new Promise<void>((ready) => models.listen(0, '127.0.0.1', ready))
	at = `http://127.0.0.1:${(models.address() as AddressInfo).port}/read`
})
afterAll(() => models.close())

/** hears brings in what a customer said in public, and gives the conversation it becomes. */
async function hears(page: Page, text: string): Promise<string> {
	await stage.api(page, 'POST', '/networks/x/by-hand', { handle: '@kettles' })
	const door = await stage.api<{ id: string }>(page, 'POST', '/accounts', {
		network: 'webhook',
		handle: 'reviews',
		state: 'listen',
		config: { name: 'reviews', key, accounts: '@kettles' },
	})
	const body = JSON.stringify({
		network: 'x',
		account: '@kettles',
		id: '1790000000000000001',
		author: { id: 'u1', handle: '@mara_h', name: 'Mara Holm' },
		text,
		created_at: new Date().toISOString(),
	})
	const now = Math.floor(Date.now() / 1000)
	const signed = createHmac('sha256', key).update(`${now}.${body}`).digest('hex')
	const taken = await page.request.post(`${stage.server.base}/webhook/in/${door.id}`, {
		data: body,
		headers: { 'Content-Type': 'application/json', 'Switchboard-Signature': `t=${now},v1=${signed}` },
	})
	expect(taken.status(), await taken.text()).toBe(200)
	type Listed = { items: { id: string; preview: string }[] }
	return vi.waitUntil(
		async () => {
			const all = await stage.api<Listed>(page, 'GET', '/conversations?view=all')
			return all.items.find((c) => c.preview.includes(text.slice(0, 12)))?.id
		},
		{ timeout: 30_000, interval: 200 },
	)
}

test('an administrator sees what would leave, switches the classifier on, and everybody sees what it found', async () => {
	const { context, page, complaints } = await stage.signIn('/networks')
	await page.getByRole('link', { name: 'Reading messages' }).click()
	await page.getByRole('link', { name: 'External classifier' }).click()
	await page.getByText('It is off. Nothing leaves.').waitFor()
	expect(await everyLook(page, 'classifier-off')).toEqual([])

	await page.getByLabel('Switch it on').check()
	await page.getByLabel('What you call it').fill('Our model server')
	await page.getByLabel('Address').fill(at)
	await page.getByLabel('Key', { exact: true }).fill('s3cr3t-key')
	await page.getByLabel('Asked when the built-in reading').fill('1')

	await page.getByLabel('A message').fill('Mara Holm here, mara@post.example: a word on your kettles?')
	await page.getByLabel('Who wrote it').fill('Mara Holm')
	await page.getByRole('button', { name: 'Show what would be sent' }).click()
	await page.getByText('[name] here, [email address]: a word on your kettles?', { exact: true }).waitFor()
	await page.getByText('2 pieces of personal data are left out.').waitFor()
	expect(asked).toEqual([])

	await page.getByRole('button', { name: 'Save' }).click()
	await page.getByText('It was not asked yet.').waitFor()
	expect(await page.getByLabel('Key', { exact: true }).inputValue()).toBe('')
	await page.getByRole('button', { name: 'Send it' }).click()
	await page.getByText('read by Our model server, outside').waitFor()
	await page.getByText(/^It answered last/).waitFor()
	expect(asked[0]?.authorization).toBe('Bearer s3cr3t-key')
	expect(asked[0]?.body).not.toMatch(/Mara|post\.example/)
	expect(await everyLook(page, 'classifier-on')).toEqual([])

	const id = await hears(page, 'A word on your kettles? Mara Holm')
	expect(asked).toHaveLength(2)
	expect(asked[1]?.body).not.toMatch(/Mara|Holm|mara_h|kettles@|1790000000000000001|cnv_|msg_/)
	await page.goto(`${stage.server.base}/c/${id}`)
	await page.getByText('read by Our model server, outside').first().waitFor()
	await page.getByRole('button', { name: 'Why me?' }).click()
	const sheet = page.getByRole('dialog', { name: 'Why me?' })
	await sheet.getByText(/^The text was sent to Our model server \(model press-1\)/).waitFor()
	await sheet.getByText('read by Our model server, outside').first().waitFor()
	expect(await everyLook(page, 'classifier-why')).toEqual([])
	expect(complaints.all()).toEqual([])
	await context.close()
})
