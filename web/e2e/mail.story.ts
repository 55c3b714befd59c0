import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { everyLook } from './browser'
import { Stage } from './stage'

interface Letter {
	id: string
	from: string
	to: string[]
	subject: string
	references: string[]
	text: string
}

const care = 'care@kettles.test'
const lena = 'lena@customer.test'
const workshop = 'workshop@customer.test'
const answer = 'A new spout leaves today, Lena. It needs no tool to fit.'

const stage = new Stage('--departments', 'service', '--freedom', '4')

test('a customer writes a mail, is answered from the inbox, and writes again', async () => {
	const { context, page, complaints } = await stage.signIn('/networks')
	await connect(page)

	await writes({ 'Message-ID': '<ask@customer.test>', Subject: 'My kettle leaks' }, [
		'It leaks at the spout. Can I get a new one?',
		'',
		'-- ',
		'Lena Okafor',
	])
	await page.goto(`${stage.server.base}/v/mine`)
	await page.getByRole('button', { name: /^Take it/ }).waitFor()
	await page.locator('body').press('y')
	await page.waitForURL(/\/c\/cnv_/)
	const conversation = page.url()
	await page.getByText('It leaks at the spout.').last().waitFor()
	await page.locator('body').press('r')
	const box = page.getByRole('textbox', { name: /^Answer/ })
	await box.fill(answer)
	await box.press('Control+Enter')
	const got = await letter(1)
	expect(got).toMatchObject({ from: 'Kettles & Co', subject: 'Re: My kettle leaks' })
	expect(got.references).toEqual(['ask@customer.test'])
	expect(got.text).toContain(answer)

	await writes(
		{
			'Message-ID': '<thanks@customer.test>',
			'In-Reply-To': `<${got.id}>`,
			References: `<ask@customer.test> <${got.id}>`,
			Subject: 'Re: My kettle leaks',
		},
		['It fits, thank you!', '', 'On Thursday Ada wrote:', `> ${answer}`],
	)
	await page.getByText('It fits, thank you!').last().waitFor()
	expect(page.url()).toBe(conversation)
	expect(await page.getByText(`> ${answer}`).count()).toBe(0)
	expect(await everyLook(page, 'conversation-email')).toEqual([])
	expect(complaints.all()).toEqual([])
	await context.close()
})

test('an answer goes to whom it was said, where its author wants answers elsewhere', async () => {
	const { context, page, complaints } = await stage.signIn('/v/mine')
	const before = { lena: (await letters(lena)).length, workshop: (await letters(workshop)).length }
	const asksFor = (id: string) => ({ 'Message-ID': `<${id}@customer.test>`, 'Reply-To': workshop })
	await writes({ ...asksFor('handle'), Subject: 'The handle is loose' }, ['Please answer the workshop.'])
	await page.getByRole('button', { name: /^Take it/ }).waitFor()
	await page.locator('body').press('y')
	await page.waitForURL(/\/c\/cnv_/)
	await page.getByText('Please answer the workshop.').last().waitFor()
	const box = page.getByRole('textbox', { name: /^Answer/ })
	await box.fill('Two screws hold it.')
	await page.getByText(`${lena} asks for answers elsewhere.`).waitFor()
	expect(await page.getByRole('radio', { name: /@customer\.test/ }).count()).toBe(2)
	expect(await everyLook(page, 'conversation-email-whom')).toEqual([])

	await box.press('Control+Enter') // who gets it is not said yet
	await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('radio')
	expect(await letters(workshop)).toHaveLength(before.workshop)
	await page.getByRole('radio', { name: workshop }).check()
	await page.getByRole('button', { name: `Email ${workshop}` }).waitFor()
	await page.getByText('Kept').first().waitFor()
	await page.reload() // whom it was said to is kept with the words
	await page.getByRole('radio', { name: workshop, checked: true }).waitFor()
	await box.press('Control+Enter')
	const got = await letter(before.workshop + 1, workshop)
	expect(got.text).toContain('Two screws hold it.')
	expect(got.to).toEqual([workshop])
	expect(await letters(lena)).toHaveLength(before.lena)

	await writes(
		{ ...asksFor('screws'), 'In-Reply-To': `<${got.id}>`, References: `<handle@customer.test> <${got.id}>` },
		['Which screws?'],
	)
	await page.getByText('Which screws?').last().waitFor()
	await box.fill('The long ones, Lena.')
	await page.getByRole('radio', { name: lena }).check()
	await page.getByRole('button', { name: 'Email Lena Okafor' }).waitFor()
	await box.press('Control+Enter')
	const own = await letter(before.lena + 1)
	expect(own.to).toEqual([lena])
	expect(own.text).toContain('The long ones, Lena.')
	expect(await letters(workshop)).toHaveLength(before.workshop + 1)
	expect(complaints.all()).toEqual([])
	await context.close()
})

/** connect goes through the form of the network and lets the mailbox be answered from. */
async function connect(page: Page) {
	const [imapHost, imapPort] = split(process.env.IMAP)
	const [smtpHost, smtpPort] = split(process.env.SUBMISSION)
	await page.getByRole('link', { name: /^Email/ }).click()
	await page.getByRole('heading', { name: 'Connect: Email' }).waitFor()
	await page.getByText('More settings').click()
	const fields: Record<string, string> = {
		address: care,
		sender: 'Kettles & Co',
		password: process.env.MAIL_PASSWORD ?? '',
		imap_host: imapHost,
		imap_port: imapPort,
		smtp_host: smtpHost,
		smtp_port: smtpPort,
	}
	for (const [name, value] of Object.entries(fields)) await page.locator(`[name=${name}]`).fill(value)
	for (const name of ['imap_security', 'smtp_security'])
		await page.locator(`[name=${name}]`).selectOption('none')
	await page.getByRole('button', { name: 'Test the connection' }).click()
	await page.getByText(/^It answers/).waitFor()
	await page.getByRole('button', { name: 'Connect', exact: true }).click()
	await page.getByRole('button', { name: 'Start answering' }).click()
	await page.getByRole('button', { name: 'Listen only' }).waitFor()
}

const split = (address = ''): [string, string] => {
	const at = address.lastIndexOf(':')
	return [address.slice(0, at), address.slice(at + 1)]
}

const office = (query: string) => `${process.env.POST_OFFICE}/mails?${query}`

/** writes posts a mail of Lena's. */
async function writes(headers: Record<string, string>, lines: string[]) {
	const all = { From: `Lena Okafor <${lena}>`, To: care, Date: new Date().toUTCString(), ...headers }
	const head = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
	const sent = await fetch(office(`to=${care}`), {
		method: 'POST',
		body: [...head, '', ...lines].join('\r\n'),
	})
	expect(sent.ok).toBe(true)
}

/** letters are the mails in somebody's mailbox. */
const letters = async (owner: string) => (await (await fetch(office(`owner=${owner}`))).json()) as Letter[]

/** letter waits for the nth mail in somebody's mailbox. */
async function letter(n: number, owner = lena): Promise<Letter> {
	const look = async () => {
		const all = await letters(owner)
		return all[n - 1] ?? Promise.reject(new Error(`${owner} has ${all.length} mails`))
	}
	return vi.waitFor(look, { timeout: 30_000, interval: 200 })
}
