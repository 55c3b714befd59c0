import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFailed } from 'vitest'
import { Complaints, launch } from './browser'
import { password, Server } from './server'

export interface Person {
	name: string
	email: string
}

export const ada: Person = { name: 'Ada Lund', email: 'ada@kettles.example' }

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
	#browser: Browser | undefined

	/** Takes what else Ada is, as arguments of `user add`. */
	constructor(...more: string[]) {
		beforeAll(async () => {
			const { name, email } = ada
			this.server.run(
				['user', 'add', email, '--name', name, '--role', 'admin', ...more, '--password-stdin'],
				password,
			)
			const care = ['--role', 'agent', '--departments', 'service', '--freedom', '4', '--password-stdin']
			for (const c of this.colleagues)
				this.server.run(['user', 'add', c.email, '--name', c.name, ...care], password)
			;[this.#browser] = await Promise.all([launch(), this.server.start()])
		})
		afterAll(async () => {
			await this.#browser?.close()
			await this.server.stop()
		})
	}

	/** visit opens a page in a browser profile of its own. */
	async visit(path: string): Promise<Visit> {
		if (!this.#browser) throw new Error('the browser has not started')
		const context = await this.#browser.newContext()
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
	async signIn(path: string, who = ada): Promise<Visit> {
		const visit = await this.visit(`/sign-in?to=${encodeURIComponent(path)}`)
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
}
