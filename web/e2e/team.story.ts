import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { everyLook } from './browser'
import { password } from './server'
import { nobody, Stage } from './stage'

const sample = new Stage(nobody)
const own = new Stage(nobody)

interface Row {
	id: string
	name: string
	deputy?: string
	load: number
}
interface Agent {
	id: string
	name: string
	email: string
	role: string
	departments: string[]
}

const day = 86_400_000
const first = (name: string) => name.split(' ')[0] ?? ''
const gridOf = (page: Page) => page.getByRole('grid', { name: /^Who works when/ })
// Who is in several departments stands under each of them.
const rowOf = (page: Page, name: string) =>
	gridOf(page)
		.getByRole('row', { name: new RegExp(`^${name}`) })
		.first()

/** daysOn is a date some days after another. */
const daysOn = (from: string, n: number) => new Date(Date.parse(from) + n * day).toISOString().slice(0, 10)

/** lookAround enters the sample company. */
async function lookAround() {
	const visit = await sample.visit(await sample.setupLink())
	const { page } = visit
	await page.getByRole('link', { name: 'Look around a sample company' }).first().click()
	await page.getByLabel('Choose a password').fill(password)
	await page.getByRole('button', { name: 'Look around' }).click()
	await page.waitForURL(`${sample.server.base}/v/mine`)
	return visit
}

test('a lead sees the week, asks who would cover, and plans an absence by keyboard', async () => {
	const { context, page, complaints } = await lookAround()
	await page.getByRole('link', { name: 'Team and cover' }).click()
	await gridOf(page)
		.getByText(/^(Leave|Away|Sick|Training)$/)
		.first()
		.waitFor()
	expect(await everyLook(page, 'team')).toEqual([])

	const week = await sample.api<{ people: Row[]; now: string }>(page, 'GET', '/roster/week')
	const led = week.people.filter((p) => p.deputy && p.load > 0)
	const [person] = led
	if (!person) throw new Error('nobody of the sample company leads anything and has a deputy')
	const deputy = week.people.find((p) => p.id === person.deputy)?.name ?? ''
	const date = daysOn(week.now, 2)
	await page.getByLabel('Choose somebody').selectOption(person.name)
	await page.getByLabel('Which day').fill(date)
	await page.getByRole('button', { name: /^Give cover from/ }).waitFor()
	await page
		.getByText(/^\d+ (conversation|waiting)/)
		.first()
		.waitFor()
	expect(await everyLook(page, 'team-if')).toEqual([])
	await page.getByLabel('Choose somebody').selectOption('')

	await page.locator('[data-cell="0-0"], [data-cell][tabindex="0"]').last().focus()
	await page.keyboard.press('Home')
	await page.keyboard.press('ArrowDown')
	expect(await page.locator(':focus').getAttribute('data-cell')).toMatch(/^[1-9]\d*-0$/)
	await page.keyboard.press('Enter')
	await page.getByRole('dialog').getByRole('heading', { name: 'Hours of every week' }).waitFor()
	expect(await everyLook(page, 'team-day')).toEqual([])
	await page.keyboard.press('Escape')
	await page.getByRole('dialog').waitFor({ state: 'detached' })
	await planned(page, person.name, date)
	await page.getByRole('dialog').waitFor({ state: 'detached' })
	await onPage(page, date)
	await rowOf(page, person.name).getByText('Training', { exact: true }).waitFor()
	// Where only a few hours of the day are both of theirs, the bar has no room for a word, and says it to who hears it.
	await rowOf(page, deputy)
		.getByText(`Would cover for ${first(person.name)}, `)
		.first()
		.waitFor()
	expect(await everyLook(page, 'team-covered')).toEqual([])

	await page.getByRole('button', { name: 'Terms Service' }).click()
	await page.getByLabel('A customer comes back to the same person for').fill('7')
	expect(await everyLook(page, 'team-terms')).toEqual([])
	await page.getByRole('button', { name: 'Save' }).click()
	await page.getByText('Saved').waitFor()
	const terms = await sample.api<object>(page, 'GET', '/departments/service/terms')
	expect(terms).toMatchObject({ sticky_hours: 168 })
	await page.keyboard.press('Escape')
	await imported(page, person.name, date)
	await page.goto(`${sample.server.base}/shift-notes`)
	await page.getByRole('button', { name: /^Leave \d+ note/ }).waitFor()
	expect(await everyLook(page, 'team-notes')).toEqual([])
	await page.getByRole('button', { name: /^Leave \d+ note/ }).click()
	await page.getByText('Your notes are left.').waitFor()
	expect(complaints.all()).toEqual([])
	await context.close()
})

/** planned plans an absence with the keyboard. */
async function planned(page: Page, name: string, date: string) {
	await gridOf(page).waitFor()
	await page.getByRole('button', { name: 'Add absence' }).waitFor()
	await page.keyboard.press('a')
	const form = page.getByRole('dialog', { name: 'Add absence' })
	await form.getByLabel('Who is away').selectOption(name)
	await form.getByLabel('First day').fill(date)
	await form.getByLabel('Last day').fill(date)
	await form.getByRole('radio', { name: 'Training' }).press('Space')
	await form.getByRole('region', { name: 'Who would cover' }).locator('li, p').first().waitFor()
	expect(await everyLook(page, `team-absence-${first(name)}`)).toEqual([])
	await form.getByRole('button', { name: 'Save the absence' }).press('Enter')
}

/** onPage turns to the week of a date. */
async function onPage(page: Page, date: string) {
	await page.goto(`${new URL(page.url()).origin}/team?from=${daysOn(date, -1)}`)
	await gridOf(page).waitFor()
}

/** imported looks at a table first, and then takes it. */
async function imported(page: Page, name: string, date: string) {
	await page.getByRole('button', { name: 'Import shifts' }).click()
	const typo = name.replace(/.$/, 'x')
	const table = `who,date,from,to\n${name},${daysOn(date, 9)},07:00,09:00\n${typo},${date},07:00,09:00\n${name},soon,07:00,09:00\n`
	await page
		.getByLabel('File')
		.setInputFiles({ name: 'shifts.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
	await page.getByRole('button', { name: 'See what would change' }).click()
	await page.getByText('It would add 1, change 0, remove 0.').waitFor()
	await page.getByText(`Perhaps ${name}?`).waitFor()
	await page.getByText('Line 4:').waitFor()
	expect(await everyLook(page, 'team-import')).toEqual([])
	await page.getByRole('button', { name: 'Import it' }).click()
	await page.getByText('Added 1, changed 0, removed 0.').waitFor()
}

test('what an absence leaves undone is said, and it is saved all the same', async () => {
	const { context, page, complaints } = await own.visit(await own.setupLink())
	const date = await founded(page)
	await page.goto(`${own.server.base}/team?from=${date}`)
	await planned(page, 'Ada Lund', date)
	const form = page.getByRole('dialog', { name: 'Add absence' })
	await form
		.getByRole('alert')
		.getByText(/when the company says that somebody is/)
		.first()
		.waitFor()
	expect(await everyLook(page, 'team-warned')).toEqual([])
	await form.getByRole('button', { name: 'Save all the same' }).press('Enter')
	await form.waitFor({ state: 'detached' })
	await rowOf(page, 'Ben Osei').getByText('for Ada', { exact: true }).waitFor()
	await page.getByRole('region', { name: 'Where nobody is' }).waitFor()
	expect(await everyLook(page, 'team-gap')).toEqual([])
	expect(complaints.all()).toEqual([])
	await context.close()
})

/** founded sets a company up in which Ben, Ada's deputy, works a part of the hours of Tuesdays. It gives the next but one. */
async function founded(page: Page): Promise<string> {
	await page.getByLabel('Company', { exact: true }).fill('Kettles & Co')
	await page.getByLabel('Your name').fill('Ada Lund')
	await page.getByLabel('Your email').fill('ada@kettles.example')
	await page.getByLabel('Choose a password').fill(password)
	await page.getByRole('button', { name: 'Add a person' }).click()
	await page.getByLabel('Name', { exact: true }).fill('Ben Osei')
	await page.getByLabel('Email', { exact: true }).fill('ben@kettles.example')
	await page.getByRole('button', { name: 'Show me a proposal' }).click()
	await page.getByRole('button', { name: 'Start with this' }).click()
	await page.getByRole('heading', { name: 'Your board is ready.' }).waitFor()
	const { items } = await own.api<{ items: Agent[] }>(page, 'GET', '/agents')
	const ada = items.find((a) => a.name === 'Ada Lund') as Agent
	const ben = items.find((a) => a.name === 'Ben Osei') as Agent
	const put = ({ id, name, email, role }: Agent, more: object) =>
		own.api(page, 'PUT', `/agents/${id}`, { name, email, role, confirmed: true, ...more })
	await put(ben, { departments: ada.departments })
	await put(ada, { departments: ada.departments, deputy: ben.id })
	const hours = { zone: 'Europe/London', hours: { tue: ['10:00-14:00'] } }
	await own.api(page, 'PUT', `/agents/${ben.id}/shifts`, {
		shifts: [{ key: 'usual', name: '', hours }],
		confirmed: true,
	})
	const today = new Date()
	return daysOn(today.toISOString(), ((9 - today.getUTCDay()) % 7) + 7)
}
