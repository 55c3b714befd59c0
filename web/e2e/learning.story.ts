import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { everyLook } from './browser'
import { Stage } from './stage'

const ben = { name: 'Ben Osei', email: 'ben@kettles.example' }
const things = ['kettle', 'lamp', 'toaster', 'fan', 'radio', 'mixer']
const places = ['kitchen', 'office', 'hall', 'garden', 'attic']

// Customers of a company whose goods are bought for their whistling, which strangers take for trouble.
beforeAll(() => {
	const file = join(mkdtempSync(join(tmpdir(), 'switchboard-learning-')), 'said.jsonl')
	const at = new Date(Date.now() - 3_600_000).toISOString()
	const said = Array.from({ length: 44 }, (_, i) => ({
		network: 'x',
		account: '@kettles',
		id: `${i}`,
		direction: 'in',
		visibility: 'public',
		kind: 'mention',
		author: { id: `u${i}`, handle: `@customer${i}` },
		text: `The ${things[i % things.length]} in the ${places[i % places.length]} whistles since day ${i}`,
		created_at: at,
	}))
	writeFileSync(file, said.map((line) => JSON.stringify(line)).join('\n'))
	stage.server.run(['import', '--live-after', '2020-01-01T00:00:00Z', file])
})

const stage = new Stage('--departments', 'service', '--freedom', '5')
stage.colleagues.push(ben)

test('what people correct is learned, shown with what it is worth, and taken back', async () => {
	const { context, page, complaints } = await stage.signIn('/triage/learning')
	await page.getByText('Nothing was learned yet', { exact: true }).waitFor()
	expect(await everyLook(page, 'learning-empty')).toEqual([])
	await correct(page, 3)
	await page.getByText('3 new corrections wait to be learned from.').waitFor()
	await page.getByRole('button', { name: 'Learn now' }).click()
	await page.getByText('3 earlier corrections count again the next time it learns.').waitFor()
	await page.getByText('Nothing it learns from was corrected since it last looked.').waitFor()
	await page.getByRole('button', { name: 'Switch learning off' }).click()
	await page.getByText('Learning is switched off.').waitFor()
	await correct(page, 44)
	await page.getByRole('button', { name: 'Switch learning on' }).click()
	await page.getByText('In use', { exact: true }).waitFor()
	await page
		.getByText(/Of \d+ messages kept aside, \d+ were read rightly before and \d+ now/)
		.first()
		.waitFor()
	await page.getByText('Messages are read with version 1').waitFor()
	expect(await everyLook(page, 'learning')).toEqual([])

	const { context: theirs, page: his } = await stage.signIn('/triage/learning', ben)
	await his.getByText('Messages are read with version 1').waitFor()
	expect(await his.getByRole('button', { name: 'Take it back' }).count()).toBe(0)

	await page.getByRole('button', { name: 'Take it back' }).click()
	await his.getByText('Messages are read as Switchboard came.').waitFor()
	await page.getByText(/Taken back by Ada Lund/).waitFor()
	await page.getByRole('button', { name: 'Use version 1 again' }).click()
	await his.getByText('Messages are read with version 1').waitFor()
	expect(complaints.all()).toEqual([])
	await theirs.close()
	await context.close()
})

test('what was read unsurely is said to be right with one press', async () => {
	type Why = { decision: { decision: { facts: { intent_confidence: number } } } }
	const { context, page, complaints } = await stage.signIn('/triage/learning')
	const all = await stage.api<{ items: { id: string }[] }>(page, 'GET', '/conversations?view=all&limit=100')
	let unsure = ''
	for (const c of all.items) {
		const why = await stage.api<Why>(page, 'GET', `/conversations/${c.id}/decision`)
		if (why.decision.decision.facts.intent_confidence < 0.6) unsure ||= c.id
	}
	await page.goto(`${stage.server.base}/c/${unsure}`)
	await page.getByText(/unsure, please check/).waitFor()
	expect(await everyLook(page, 'learning-unsure')).toEqual([])
	await page.getByRole('button', { name: /^This is right: Intent/ }).press('Enter')
	await page.getByText('You confirmed it').waitFor()
	expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('You confirmed it')
	expect(await page.getByText(/unsure, please check/).count()).toBe(0)
	expect(complaints.all()).toEqual([])
	await context.close()
})

/** correct says of messages, up to so many, that they are praise; of some it may have been said. */
async function correct(page: Page, most: number) {
	type Listed = { items: { id: string; decision_id: string; sentiment: string }[] }
	const all = await stage.api<Listed>(page, 'GET', '/conversations?view=all&limit=100')
	expect(all.items.length).toBe(44)
	for (const c of all.items.filter((item) => item.sentiment !== 'positive').slice(0, most)) {
		const body = { decision_id: c.decision_id, head: 'sentiment', truth: 'positive' }
		await stage.api(page, 'POST', `/conversations/${c.id}/corrections/fact`, body)
	}
}
