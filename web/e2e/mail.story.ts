import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { everyLook } from './browser'
import { Stage } from './stage'

interface Letter {
	id: string
	from: string
	subject: string
	references: string[]
	text: string
}

const care = 'care@kettles.test'
const lena = 'lena@customer.test'
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

/** letter waits for the nth mail in Lena's mailbox. */
async function letter(n: number): Promise<Letter> {
	const look = async () => {
		const all = (await (await fetch(office(`owner=${lena}`))).json()) as Letter[]
		return all[n - 1] ?? Promise.reject(new Error(`Lena has ${all.length} mails`))
	}
	return vi.waitFor(look, { timeout: 30_000, interval: 200 })
}
