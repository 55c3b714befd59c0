import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { Complaints, launch } from './browser'
import { password, Server } from './server'

export const ada = { name: 'Ada Lund', email: 'ada@kettles.example' }

/** Visit is somebody's window into the product, and what the browser complained of meanwhile. */
export interface Visit {
	context: BrowserContext
	page: Page
	complaints: Complaints
}

/** Stage is a browser and an installation in which Ada is the administrator, for the stories of one file. */
export class Stage {
	readonly server = new Server()
	#browser: Browser | undefined

	/** Takes what else Ada is, as arguments of `user add`. */
	constructor(...more: string[]) {
		beforeAll(async () => {
			const { name, email } = ada
			this.server.run(
				['user', 'add', email, '--name', name, '--role', 'admin', ...more, '--password-stdin'],
				password,
			)
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
		await page.goto(this.server.base + path)
		return { context, page, complaints }
	}

	/** signIn opens a page as Ada. */
	async signIn(path: string): Promise<Visit> {
		const visit = await this.visit(`/sign-in?to=${encodeURIComponent(path)}`)
		await visit.page.getByLabel('Your email').fill(ada.email)
		await visit.page.getByLabel('Password').fill(password)
		await visit.page.getByLabel('Password').press('Enter')
		await visit.page.waitForURL(this.server.base + path)
		return visit
	}
}
