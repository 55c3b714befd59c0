import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** launch starts Debian's Chromium with a fresh profile and without a word to the outside. */
export function launch(): Promise<Browser> {
	return chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		args: [
			'--headless',
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	})
}

/** Where most stories take place: the locale in whose ways the console writes by itself. */
export const home = { locale: 'en-GB', timezoneId: 'Europe/London' }

export type Theme = 'light' | 'dark'
export const looks: { theme: Theme; width: number; height: number }[] = [
	{ theme: 'light', width: 1440, height: 900 },
	{ theme: 'dark', width: 1440, height: 900 },
	{ theme: 'light', width: 1024, height: 768 },
	{ theme: 'dark', width: 1024, height: 768 },
	{ theme: 'light', width: 390, height: 844 },
	{ theme: 'dark', width: 390, height: 844 },
	{ theme: 'light', width: 320, height: 256 }, // 1280 by 1024 at 400%
]

/** Complaints gathers what the browser complains of: errors on the page, and what the page's policy refused. */
export class Complaints {
	#said: string[] = []

	constructor(context: BrowserContext) {
		context.on('weberror', (e) => this.#said.push(e.error().message))
		context.on('console', (m) => {
			if (/Content Security Policy|Refused to|Uncaught/.test(m.text())) this.#said.push(m.text())
		})
	}

	all(): string[] {
		return this.#said
	}
}

/** axe gives every violation of WCAG 2.2 A and AA on the page, with where it is. */
export async function axe(page: Page): Promise<string[]> {
	await page.evaluate(axeSource)
	return page.evaluate(async () => {
		const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
		// @ts-expect-error axe was put on the page above
		const found = await window.axe.run(document, { runOnly: tags })
		return found.violations.flatMap((v: { id: string; help: string; nodes: { html: string }[] }) =>
			v.nodes.map((n) => `${v.id}: ${v.help}: ${n.html.slice(0, 160)}`),
		)
	})
}

/** wear shows the page in a theme and at a width. */
export async function wear(page: Page, look: { theme: Theme; width: number; height: number }): Promise<void> {
	await page.setViewportSize({ width: look.width, height: look.height })
	await page.emulateMedia({ colorScheme: look.theme, reducedMotion: 'reduce' })
}

const pictures = process.env.SCREENSHOTS

/** everyLook checks a page in light and dark, wide, narrower and on a phone, and takes its picture when pictures are wanted. */
export async function everyLook(page: Page, name: string): Promise<string[]> {
	const wrong: string[] = []
	for (const look of looks) {
		await wear(page, look)
		wrong.push(...(await axe(page)).map((w) => `${name} ${look.theme} ${look.width}: ${w}`))
		if (await scrollsSideways(page))
			wrong.push(`${name} ${look.theme} ${look.width}: the page scrolls sideways`)
		if (pictures) await page.screenshot({ path: `${pictures}/${name}-${look.width}-${look.theme}.png` })
	}
	await wear(page, looks[0] as (typeof looks)[number])
	return wrong
}

function scrollsSideways(page: Page): Promise<boolean> {
	return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
}
