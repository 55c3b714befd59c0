import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from './browser'
import { password, Server } from './server'

// Every figure stands beside a floor of the same run: a page without a list, and going from one such page to another.
const conversations = Number(process.env.CONVERSATIONS ?? 100_000)
const presses = 24
const frames = 240

let browser: Browser
let page: Page
const server = new Server()
const figures: string[] = []

const words = [
	'The rail is too short',
	'عندي سؤال عن البطارية',
	'納車日の変更は可能でしょうか',
	'Wo bleibt mein Rad?',
]

/** records writes so many customers' first words, one line each. */
async function records(file: string, n: number) {
	const out = createWriteStream(file)
	const begun = Date.now() - n * 20
	for (let i = 0; i < n; i++) {
		const line = {
			network: 'practice',
			account: '@ferrywell',
			id: `m${i}`,
			author: { id: `u${i}`, handle: `customer_${i}`, name: `Customer ${i}` },
			text: `@ferrywell ${words[i % words.length]}, number ${i}. It has been like this since the workshop had it.`,
			created_at: new Date(begun + i * 20).toISOString(),
		}
		if (!out.write(`${JSON.stringify(line)}\n`))
			await new Promise<void>((done) => out.once('drain', () => done()))
	}
	out.end()
	await finished(out)
}

beforeAll(async () => {
	server.run(
		['user', 'add', 'ada@ferrywell.example', '--name', 'Ada Lund', '--role', 'admin', '--password-stdin'],
		password,
	)
	const file = join(server.data, 'records.jsonl')
	await records(file, conversations)
	server.run(['import', file, '--live-after', '2020-01-01T00:00:00Z'])
	;[browser] = await Promise.all([launch(), server.start()])
	page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
	await page.goto(`${server.base}/sign-in?to=/v/all`)
	await page.getByLabel('Your email').fill('ada@ferrywell.example')
	await page.getByLabel('Password').fill(password)
	await page.getByLabel('Password').press('Enter')
	await page.waitForURL(`${server.base}/v/all`)
	await page.getByRole('option').first().waitFor()
})

afterAll(async () => {
	await browser?.close()
	await server.stop()
	process.stdout.write(`${figures.join('\n')}\n`)
})

/** scrolled moves a box down by so much each frame and gives the milliseconds between frames. */
function scrolled(selector: string, by: number, n: number): Promise<number[]> {
	return page.evaluate(
		([selector, by, n]) =>
			new Promise<number[]>((done) => {
				const box = document.querySelector(selector as string) as HTMLElement
				const took: number[] = []
				let last = performance.now()
				const next = (now: number) => {
					took.push(now - last)
					last = now
					box.scrollTop += by as number
					if (took.length < (n as number)) requestAnimationFrame(next)
					else done(took.slice(1))
				}
				requestAnimationFrame(next)
			}),
		[selector, by, n] as const,
	)
}

/** opened presses something and gives the milliseconds until something else has been drawn. */
function opened(press: string, shown: string): Promise<number> {
	return page.evaluate(
		([press, shown]) =>
			new Promise<number>((done) => {
				const from = performance.now()
				;(document.querySelector(press as string) as HTMLElement).click()
				const look = () => {
					if (document.querySelector(shown as string)) {
						// What is there is drawn before the next frame begins.
						requestAnimationFrame(() => setTimeout(() => done(performance.now() - from)))
					} else requestAnimationFrame(look)
				}
				look()
			}),
		[press, shown] as const,
	)
}

const sorted = (all: number[]) => all.toSorted((a, b) => a - b)
const at = (all: number[], part: number) => sorted(all)[Math.floor((all.length - 1) * part)] as number
const round = (n: number) => n.toFixed(1)
const dropped = (took: number[]) =>
	took.reduce((n, ms) => n + Math.max(0, Math.round(ms / (1000 / 60)) - 1), 0)

function tell(what: string, all: number[], floor: number[], more = '') {
	const spread = (took: number[]) => `${round(at(took, 0.5))} ms, p95 ${round(at(took, 0.95))} ms`
	figures.push(`${what}: ${spread(all)}; floor ${spread(floor)}${more}`)
}

test(`a list of ${conversations} is scrolled`, async () => {
	await page.getByRole('option').nth(5).hover()
	const list = await scrolled('#list', 240, frames)
	await page.goto(`${server.base}/me`)
	await page.getByRole('heading', { name: 'Me' }).waitFor()
	const floor = await scrolled('#main', 2, frames)
	tell(
		'a frame while scrolling',
		list,
		floor,
		`; dropped ${dropped(list)}, by the floor ${dropped(floor)}, of ${frames}`,
	)
	expect(list).toHaveLength(frames - 1)
})

test('a conversation is opened', async () => {
	const floor: number[] = []
	for (let i = 0; i < presses; i++) {
		const [to, heading] = i % 2 === 0 ? ['/notices', 'Notices'] : ['/networks', 'Networks']
		await page.hover(`nav a[href="${to}"]`)
		floor.push(await opened(`nav a[href="${to}"]`, `main[id="main"] h1:not([data-was="${heading}"])`))
	}
	await page.goto(`${server.base}/v/all`)
	await page.getByRole('option').first().waitFor()
	const took: number[] = []
	for (let i = 0; i < presses; i++) {
		const row = page.getByRole('option').nth(i % 6)
		if ((await row.getAttribute('aria-selected')) === 'true') continue
		await row.hover()
		await page.waitForTimeout(400) // a hand is slower than that
		const id = ((await row.getAttribute('id')) ?? '').replace('line-', '')
		const before = await page.evaluate(() => {
			for (const e of document.querySelectorAll('[data-message]')) e.setAttribute('data-seen', '')
			return location.pathname
		})
		expect(before).not.toContain(id)
		took.push(await opened(`#line-${id}`, '[data-message]:not([data-seen])'))
		expect(await page.evaluate(() => location.pathname)).toBe(`/c/${id}`)
	}
	tell('a conversation, from the press to its words', took.slice(1), floor)
	tell('the first one', took.slice(0, 1), floor)
})
