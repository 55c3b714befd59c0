import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { everyLook } from './browser'
import { password } from './server'
import { nobody, Stage } from './stage'

const stage = new Stage(nobody)

test('somebody keeps the list of topics, tries it, and says where a message belongs', async () => {
	const { context, page, complaints } = await stage.visit(await stage.setupLink())
	await page.getByRole('link', { name: 'Look around a sample company' }).first().click()
	await page.getByLabel('Choose a password').fill(password)
	await page.getByRole('button', { name: 'Look around' }).click()
	await page.waitForURL(`${stage.server.base}/v/mine`)

	await page.getByRole('link', { name: 'Reading messages' }).click()
	await page.getByText('Battery and charging').first().waitFor()
	await page
		.getByText(/[1-9]\d* messages? in 7 days/)
		.first()
		.waitFor()
	expect(await everyLook(page, 'topics')).toEqual([])

	await makes(page)
	await changes(page)
	await exchanges(page)
	await page.getByRole('button', { name: 'Look for it' }).click()
	await page
		.getByText(/Nothing stands out now\.|times as often/)
		.first()
		.waitFor()
	await page.getByRole('button', { name: 'Archive Child seats' }).click()
	await page.getByText('1 archived topic').waitFor()
	await page.reload()
	await page.getByText('1 archived topic').click()
	await page.getByRole('button', { name: 'Look for it again Child seats' }).click()
	await page.getByRole('button', { name: 'Archive Child seats' }).waitFor()

	await belongs(page)
	await narrows(page)
	expect(complaints.all()).toEqual([])
	await context.close()
})

/** makes puts a topic on the list, and tries it while it is written. */
async function makes(page: Page) {
	await page.getByRole('button', { name: 'Add a topic' }).click()
	await page.getByLabel('Name', { exact: true }).fill('Child seats')
	expect(await page.getByLabel('Key').inputValue()).toBe('child_seats')
	await page.getByLabel('Words and phrases').fill('*')
	await page.getByLabel('Try it').fill('Der Kindersitz passt nicht')
	await page.getByText('has no letters to look for').waitFor()
	await page.getByLabel('Words and phrases').fill('child seat*\nde: kindersitz*')
	await page.getByText('It is about this.').waitFor()
	await page.getByLabel('Try it').fill('Der Sattel passt nicht')
	await page.getByText('It is not about this.').waitFor()
	expect(await everyLook(page, 'topics-new')).toEqual([])
	await page.getByRole('button', { name: 'Save', exact: true }).click()
	await page.getByText('child_seats').waitFor()
}

async function changes(page: Page) {
	await page.getByRole('button', { name: 'Change Child seats' }).click()
	expect(await page.getByLabel('Words and phrases').inputValue()).toBe('child seat*\nde: kindersitz*')
	await page.getByLabel('What belongs here').fill('Seats and benches for children')
	await page.getByRole('button', { name: 'Save', exact: true }).click()
	await page.getByText('Seats and benches for children').waitFor()
}

/** exchanges saves the list as a file and takes it in again. */
async function exchanges(page: Page) {
	const saved = page.waitForEvent('download')
	await page.getByRole('button', { name: 'Save as a file' }).click()
	const source = readFileSync(await (await saved).path(), 'utf8')
	expect(source).toContain('key: child_seats')
	await page.getByLabel('A list of topics').setInputFiles({
		name: 'topics.yaml',
		mimeType: 'application/yaml',
		buffer: Buffer.from(`${source.trimEnd()}\n- {key: bells, name: Bells, words: {any: [bell]}}\n`),
	})
	await page.getByText('Created 1, changed 0').waitFor()
}

/** belongs says of a conversation that it is about another topic, and takes it out of one. */
async function belongs(page: Page) {
	const answer = await page.request.get(`${stage.server.base}/api/v1/conversations?view=all&limit=100`)
	const talks = ((await answer.json()) as { items: { id: string; preview: string }[] }).items
	const motor = talks.find((c) => c.preview.includes('motor cuts out'))
	await page.goto(`${stage.server.base}/c/${motor?.id}`)
	await page.getByRole('button', { name: 'Why me?' }).click()
	const why = page.getByRole('dialog', { name: 'Why me?' })
	await why.getByText('Brakes, pedals and motor', { exact: true }).waitFor()
	expect(await everyLook(page, 'topics-why')).toEqual([])
	await says(page, 'topic/bells', 'yes')
	await why.getByText('Topic Bells').waitFor()
	await says(page, 'topic/brakes_and_drive', 'no')
	await why.getByText('Topic Brakes, pedals and motor').waitFor()
}

async function says(page: Page, head: string, truth: string) {
	await page.getByRole('button', { name: 'This is wrong' }).click()
	await page.getByLabel('What was read wrongly').selectOption(head)
	await page.getByLabel('What is so').selectOption(truth)
	const done = page.getByRole('button', { name: /^(Correct it|Only correct|Correct)/ }).first()
	await done.click()
}

/** narrows lists what is about a topic, which the address keeps, and goes back to everything. */
async function narrows(page: Page) {
	await page.goto(`${stage.server.base}/v/all`)
	await page.getByRole('button', { name: 'What this list shows' }).press('Enter')
	await page.getByRole('menuitemradio', { name: 'Bells' }).press('Enter')
	await page.waitForURL(`${stage.server.base}/v/all~bells`)
	await page.reload()
	const whole = page.getByRole('link', { name: 'Only about Bells. Show the whole list again' })
	await whole.waitFor()
	await page.getByRole('option').first().waitFor()
	expect(await page.getByRole('option').count()).toBe(1)
	expect(await everyLook(page, 'topics-list')).toEqual([])
	await whole.press('Enter')
	await page.waitForURL(`${stage.server.base}/v/all`)
	await whole.waitFor({ state: 'detached' })
}
