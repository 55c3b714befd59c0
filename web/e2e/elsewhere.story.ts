import { expect, test } from 'vitest'
import { Stage } from './stage'

const stage = new Stage('--departments', 'service')

/** inZone is a time as the test writes it, not the page. */
const inZone = (at: string, timeZone: string, hour12 = false) =>
	new Intl.DateTimeFormat(hour12 ? 'en-US' : 'en-GB', {
		hour: hour12 ? 'numeric' : '2-digit',
		minute: '2-digit',
		hour12,
		timeZone,
	})
		.format(new Date(at))
		.replace(/\s/g, ' ')

test.each([
	{ locale: 'de-DE', timezoneId: 'Asia/Kolkata', offset: /GMT\+5:30|IST/, twelve: false },
	{ locale: 'pt-BR', timezoneId: 'America/Sao_Paulo', offset: /GMT-3|BRT/, twelve: false },
	{ locale: 'en-US', timezoneId: 'America/Denver', offset: /GMT-[67]|M[SD]T/, twelve: true },
])('times are those of where I am, words and dates those of the console: $locale', async (where) => {
	const { context, page, complaints } = await stage.signIn('/v/all', undefined, where)
	const id = await stage.asked(page, 'dana', `a question from ${where.locale}`)
	await page.goto(`${stage.server.base}/c/${id}`)
	const time = page.getByRole('article').locator('time').first()
	await time.waitFor()
	expect(await page.locator('html').getAttribute('lang')).toBe('en')
	const short = ((await time.textContent()) ?? '').replace(/\s/g, ' ')
	expect(short).toBe(inZone((await time.getAttribute('datetime')) ?? '', where.timezoneId, where.twelve))
	const exact = (await time.getAttribute('title')) ?? ''
	expect(exact).toMatch(where.offset)
	expect(exact).toMatch(/(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day/) // never Montag or segunda-feira
	expect(complaints.all()).toEqual([])
	await context.close()
})
