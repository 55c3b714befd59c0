import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFailed, vi } from 'vitest'
import { Complaints, home, launch } from './browser'
import { password, Server } from './server'

export interface Person {
	name: string
	email: string
}

export const ada: Person = { name: 'Ada Lund', email: 'ada@kettles.example' }

/** Says of a Stage that nobody works there yet. */
export const nobody = 'nobody'

/** Visit is somebody's window into the product, and what the browser complained of meanwhile. */
export interface Visit {
	context: BrowserContext
	page: Page
	complaints: Complaints
}

/** Stage is a browser and an installation in which Ada is the administrator, for the stories of one file. */
export class Stage {
	readonly server = new Server()
	/** Who else works there, as agents of customer care. To be named before the stories begin. */
	readonly colleagues: Person[] = []
	/** Arguments of `serve`. To be named before the stories begin. */
	readonly serves: string[] = []
	#browser: Browser | undefined

	/** Takes what else Ada is, as arguments of `user add`; `nobody` where nobody works yet. */
	constructor(...more: string[]) {
		beforeAll(async () => {
			if (more[0] !== nobody) this.#take(ada, '--role', 'admin', ...more)
			const care = ['--role', 'agent', '--departments', 'service', '--freedom', '4']
			for (const c of this.colleagues) this.#take(c, ...care)
			;[this.#browser] = await Promise.all([launch(), this.server.start(...this.serves)])
		})
		afterAll(async () => {
			await this.#browser?.close()
			await this.server.stop()
		})
	}

	/** take has somebody work here. */
	#take({ name, email }: Person, ...more: string[]) {
		this.server.run(['user', 'add', email, '--name', name, ...more, '--password-stdin'], password)
	}

	/** setupLink is the path of the link that begins set-up. The server says first that it is ready, then makes it. */
	async setupLink(): Promise<string> {
		const link = await vi.waitFor(() => readFileSync(join(this.server.data, 'setup-link'), 'utf8'), 10_000)
		return `/setup${new URL(link.trim()).hash}`
	}

	/** visit opens a page in a browser profile of its own, somewhere in the world. */
	async visit(path: string, where = home): Promise<Visit> {
		if (!this.#browser) throw new Error('the browser has not started')
		const context = await this.#browser.newContext(where)
		const complaints = new Complaints(context)
		const page = await context.newPage()
		onTestFailed(async () => {
			const seen = await page.locator('body').ariaSnapshot({ timeout: 5000 })
			process.stderr.write(`${page.url()} showed at the end:\n${seen}\n`)
		})
		await page.goto(this.server.base + path)
		return { context, page, complaints }
	}

	/** signIn opens a page as somebody, in a browser profile of its own. */
	async signIn(path: string, who = ada, where = home): Promise<Visit> {
		const visit = await this.visit(`/sign-in?to=${encodeURIComponent(path)}`, where)
		await this.enter(visit.page, who)
		await visit.page.waitForURL(this.server.base + path)
		return visit
	}

	/** enter fills in the sign-in that is shown. */
	async enter(page: Page, who = ada): Promise<void> {
		await page.getByLabel('Your email').fill(who.email)
		await page.getByLabel('Password').fill(password)
		await page.getByLabel('Password').press('Enter')
	}

	/** api asks in the name of whoever is signed in on the page. */
	async api<T>(page: Page, method: string, path: string, data?: unknown): Promise<T> {
		const answer = await page.request.fetch(`${this.server.base}/api/v1${path}`, {
			method,
			headers: { Origin: this.server.base },
			...(data !== undefined && { data }),
		})
		expect(answer.status(), `${method} ${path}: ${await answer.text()}`).toBeLessThan(300)
		return answer.status() === 204 ? (undefined as T) : ((await answer.json()) as T)
	}

	#connected = false

	/** asked has a customer ask @kettles something in public, and gives the conversation it becomes. */
	async asked(page: Page, handle: string, text: string): Promise<string> {
		if (!this.#connected)
			await this.api(page, 'POST', '/accounts', {
				network: 'practice',
				handle: 'kettles',
				name: 'Kettles & Co',
				config: { url: `${this.server.base}/practice`, token: 'token-of-kettles' },
				state: 'live',
			})
		this.#connected = true
		const said = await page.request.post(`${this.server.base}/practice/say`, {
			form: { handle, name: handle, text: `@kettles ${text}` },
			headers: { Origin: this.server.base },
		})
		expect(said.ok()).toBe(true)
		type Listed = { items: { id: string; preview: string }[] }
		return vi.waitUntil(
			async () => {
				const all = await this.api<Listed>(page, 'GET', '/conversations?view=all')
				return all.items.find((c) => c.preview.includes(text))?.id
			},
			{ timeout: 30_000, interval: 200 },
		)
	}
}
