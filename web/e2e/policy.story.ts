import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { everyLook } from './browser'
import { password } from './server'
import { ada, Stage } from './stage'

const mateus = { name: 'Mateus Silva', email: 'mateus@kettles.example' }
const stage = new Stage('--departments', 'service,comms', '--freedom', '5')

/** press presses a key in whatever has the focus. */
const press = (page: Page, ...keys: string[]) =>
	keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())

/** tabTo goes with Tab until something of that name has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, role: string, name: RegExp) {
	for (let n = 0; n < 200; n++) {
		const here = await page.evaluate(() => {
			const on = document.activeElement
			const label =
				on?.getAttribute('aria-label') ?? on?.closest('label')?.textContent ?? on?.textContent ?? ''
			const by = on?.id
				? (document.querySelector(`label[for="${CSS.escape(on.id)}"]`)?.textContent ?? '')
				: ''
			const role = on?.getAttribute('role') ?? on?.tagName.toLowerCase() ?? ''
			return { role, name: (by || label).trim() }
		})
		if (here.role === role && name.test(here.name)) return
		await press(page, 'Tab')
	}
	throw new Error(`nothing that is a ${role} called ${name} can be reached with Tab`)
}

/** intoRule goes with Tab until a blank of that rule has the focus. */
async function intoRule(page: Page, id: string) {
	for (let n = 0; n < 250; n++) {
		const here = await page.evaluate(() =>
			document.activeElement?.closest('[data-rule]')?.getAttribute('data-rule'),
		)
		if (here === id) return
		await press(page, 'Tab')
	}
	throw new Error(`the rule ${id} cannot be reached with Tab`)
}

const focusedText = () => document.activeElement?.textContent?.trim()

/** choose opens the blank that has the focus and takes what is called so. */
async function choose(page: Page, name: string) {
	await press(page, 'Enter')
	await page.getByRole('menu').waitFor()
	for (let n = 0; n < 60; n++) {
		const here = await page.evaluate(focusedText)
		if (here === name) break
		await press(page, 'ArrowDown')
		// The focus follows a moment later. Whoever looks before then goes past what is sought.
		await page.waitForFunction((was) => document.activeElement?.textContent?.trim() !== was, here)
	}
	await press(page, 'Enter')
	await page.getByRole('menu').waitFor({ state: 'detached' })
}

async function write(page: Page, text: string) {
	await page.keyboard.type(text)
}

test('a policy is changed in a draft with the keyboard alone, agreed to, leads, and a new post goes by it', async () => {
	const { context, page, complaints } = await stage.signIn('/policy')
	await prepared(page)
	await page.goto(`${stage.server.base}/policy`)
	await page.getByRole('heading', { name: 'Policy' }).waitFor()
	await page.getByText('every message has an owner').waitFor()
	expect(await everyLook(page, 'policy')).toEqual([])

	await tabTo(page, 'button', /^Change it in a draft$/)
	await press(page, 'Enter')
	await page.getByText('Draft 2', { exact: true }).waitFor()

	await leadsOtherwise(page)
	await addsRule(page)
	expect(await everyLook(page, 'policy-forms')).toEqual([])
	await testsAgree(page)
	await triesOut(page)
	await explains(page)
	await signs()
	await page.reload()
	await page.getByText('signed, Mateus Silva').waitFor()
	expect(await everyLook(page, 'policy-signed')).toEqual([])

	await tabTo(page, 'button', /^Let Draft 2 lead$/)
	await press(page, 'Enter')
	const look = page.getByRole('dialog', { name: 'Before Draft 2 leads' })
	await look.getByText('Changed: rule 4, “inbound-lead”').waitFor()
	await look.getByText(/^[1-9]\d* of \d+ messages$/).waitFor()
	expect(await everyLook(page, 'policy-last-look')).toEqual([])
	await look.getByRole('button', { name: 'Let Draft 2 lead' }).press('Enter')
	await page.getByText(/^2 has led since/).waitFor()
	const agenda = page.getByRole('region', { name: 'For the next meeting' })
	await agenda.getByText('buyers answered within the hour').waitFor()
	await agenda.getByText('No day is set on which it is looked at again.').waitFor()
	await tabTo(page, 'a', /^History/)
	await press(page, 'Enter')
	// The same words stand beside it, as why the policy leads.
	const led = page.getByRole('region', { name: 'What has led' })
	await led.getByText('whoever sells answers who wants to buy').waitFor()
	await led.getByText('Signed: Sales (Mateus Silva)').waitFor()
	expect(await everyLook(page, 'policy-history')).toEqual([])

	await stage.asked(page, 'nina', 'the app crashes whenever I open it')
	await vi.waitFor(async () => {
		type Listed = { items: { id: string; preview: string; department: string }[] }
		const all = await stage.api<Listed>(page, 'GET', '/conversations?view=all')
		expect(all.items.find((c) => c.preview.includes('whenever I open it'))?.department).toBe('comms')
	}, 20_000)
	expect(complaints.all()).toEqual([])
	await context.close()
})

/** There is something to compare with, somebody in sales, and a policy that asks sales to agree. */
async function prepared(page: Page) {
	await stage.api(page, 'POST', '/agents', {
		name: mateus.name,
		email: mateus.email,
		role: 'agent',
		departments: ['sales'],
		freedom: 3,
		password,
	})
	for (const [who, text] of [
		['mira', 'my app crashes when I open it'],
		['joe', 'the app is broken, it shows an error'],
		['kim', 'can I buy ten kettles for our office, please make me an offer?'],
	] as const)
		await stage.asked(page, who, text)
}

/** leadsOtherwise gives what a buyer wants to sales, and sees how many messages that would move. */
async function leadsOtherwise(page: Page) {
	await intoRule(page, 'inbound-lead')
	await tabTo(page, 'button', /^Who leads: service$/)
	await choose(page, 'sales')
	const row = page.locator('[data-rule="inbound-lead"]')
	await row.getByRole('button', { name: 'Who leads: sales' }).waitFor()
	await row.getByText(/would move 1/).waitFor()
	await page.getByText(/^1 of \d+ messages$/).waitFor()
}

/** addsRule adds a rule that asks for nothing yet, sees what is wrong with it, mends that, and moves it up. */
async function addsRule(page: Page) {
	await tabTo(page, 'button', /^Add a rule: By subject$/)
	await press(page, 'Enter')
	const row = page.locator('[data-rule="new-rule"]')
	await row.getByText('Say which messages it is for').waitFor()
	await page.getByRole('button', { name: 'Fix 1' }).waitFor()
	expect(await everyLook(page, 'policy-wrong')).toEqual([])
	await intoRule(page, 'new-rule')
	await tabTo(page, 'button', /^any subject$/)
	await choose(page, 'Bug')
	await row.getByText('Say which messages it is for').waitFor({ state: 'detached' })
	await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
	await tabTo(page, 'button', /^Who leads: service$/)
	await choose(page, 'comms')
	await row.getByText(/would move \d/).waitFor()
	await press(page, 'Alt+ArrowUp')
	await expect
		.poll(() => page.locator('[data-rule]').evaluateAll((all) => all.map((r) => r.getAttribute('data-rule'))))
		.toEqual([
			'spam',
			'same-department',
			'safety-first',
			'press-and-public',
			'new-rule',
			'inbound-lead',
			'default',
		])
	await expect
		.poll(() =>
			page.evaluate(() => document.activeElement?.closest('[data-rule]')?.getAttribute('data-rule')),
		)
		.toBe('new-rule')
}

/** testsAgree has the tests that stand in the policy expect what it says now. */
async function testsAgree(page: Page) {
	for (let failed = 0; failed < 8; failed++) {
		await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
		if ((await page.getByRole('button', { name: 'Expect it from now on' }).count()) === 0) break
		await tabTo(page, 'button', /^Expect it from now on$/)
		await press(page, 'Enter')
	}
	await page.getByText('8 of 8 tests').waitFor()
}

async function triesOut(page: Page) {
	await tabTo(page, 'textarea', /^What somebody writes$/)
	await write(page, 'the app crashes, there is a bug in it')
	await page.getByText('leads by rule 3.').waitFor()
	await page.getByText('Under the policy in force service leads.').waitFor()
}

/** explains says what for and why, and names who has to agree, in the text as well as in the forms. */
async function explains(page: Page) {
	await tabTo(page, 'textarea', /^What it is meant to achieve$/)
	await write(page, 'buyers answered within the hour')
	await tabTo(page, 'textarea', /^Why it changes$/)
	await write(page, 'whoever sells answers who wants to buy')
	for (let left = 0; left < 6; left++) {
		await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
		if ((await page.getByRole('button', { name: 'Leave it, and say why' }).count()) === 0) break
		await tabTo(page, 'button', /^Leave it, and say why$/)
		await press(page, 'Enter')
		await page.getByLabel('Why it may stay').waitFor()
		expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
		await write(page, 'somebody is always called')
		await tabTo(page, 'button', /^Leave it, for this reason$/)
		await press(page, 'Enter')
	}
	await tabTo(page, 'button', /^Who has to agree, one more/)
	await choose(page, 'sales')
	await tabTo(page, 'button', /^Ask Mateus Silva \(sales\) to sign$/)
	await press(page, 'Enter')
	await page.getByRole('button', { name: 'Waits for Mateus Silva (sales) to sign' }).waitFor()
	await page.getByText('Saved', { exact: true }).waitFor()
}

/** signs has somebody of sales read the draft and agree. */
async function signs() {
	const { context, page } = await stage.signIn('/policy', mateus)
	await page.getByText('buyers answered within the hour').waitFor()
	expect(await page.getByRole('button', { name: /Add a rule/ }).count()).toBe(0)
	await tabTo(page, 'button', /^Sign for sales$/)
	await press(page, 'Enter')
	await page.getByText('signed, Mateus Silva').waitFor()
	await context.close()
}

test('a slip typed in the text is marked there, the forms keep the rule, and one press mends it', async () => {
	const { context, page, complaints } = await stage.signIn('/policy?tab=history', ada)
	await page.getByRole('button', { name: 'Begin a draft with it: Start small' }).press('Enter')
	await page.getByRole('radio', { name: 'Text' }).check()
	const text = page.getByLabel('The text of the policy')
	const before = await text.inputValue()
	await text.fill(before.replace('default: {owner: marketing}', 'default: {owner: marketin}'))
	await page.getByText('Did you mean marketing?').waitFor()
	expect(await everyLook(page, 'policy-text')).toEqual([])
	await page.getByRole('radio', { name: 'Forms' }).check()
	await page.locator('[data-rule="default"]').getByText('This is how it last made sense.').waitFor()
	await page.locator('[data-rule="default"]').getByText('Marketing').waitFor()
	await page.getByRole('button', { name: 'Make it “marketing”' }).press('Enter')
	await page.getByText('This is how it last made sense.').first().waitFor({ state: 'detached' })
	await page.getByRole('radio', { name: 'Text' }).check()
	expect(await text.inputValue()).toBe(before)
	await page.getByRole('link', { name: /^Compare/ }).press('Enter')
	await page.getByLabel('What somebody writes').fill('I was charged twice')
	await page.getByRole('row', { name: /Tiger team/ }).waitFor()
	expect(await everyLook(page, 'policy-compare')).toEqual([])
	await page.getByRole('button', { name: 'Keep this as a test' }).press('Enter')
	await page.getByText('It stands among the tests now.').waitFor()
	await page.getByRole('link', { name: /^Tests/ }).press('Enter')
	await page.getByText('tried out: ').waitFor()
	expect(await everyLook(page, 'policy-tests')).toEqual([])
	expect(complaints.all()).toEqual([])
	await context.close()
})
