import { expect, test } from 'vitest'
import { hoursOf, regionOf } from '../words/region'
import {
	clock,
	dayName,
	dayOf,
	daysBetween,
	due,
	exactly,
	monthOf,
	sameDay,
	span,
	weekday,
	when,
} from './time'

const now = new Date('2026-05-04T09:00:00Z')
const inMs = (ms: number) => due(new Date(now.getTime() + ms), now)
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

test.each([
	[160 * minute, '2 h 40', 'far'],
	[60 * minute + 1, '1 h 00', 'far'],
	[59 * minute, '59 min', 'hour'],
	[20 * minute, '20 min', 'hour'],
	[19 * minute, '19 min', 'soon'],
	[59_000, '59 s', 'soon'],
	[0, '1 min late', 'late'],
	[-6 * minute, '6 min late', 'late'],
	[-3 * 60 * minute, '3 h late', 'late'],
	[-26 * 60 * minute, '1 day late', 'late'],
] as const)('%d ms away is %s', (ms, text, near) => {
	expect(inMs(ms)).toMatchObject({ text, near })
})

test('days are counted in words', () => {
	expect(span(49 * 60 * minute)).toBe('2 days')
})

// The tests run in Berlin (vite.config.ts), by an English browser without a region.
const at = (local: string) => new Date(local)

test('a day, a month, a clock and a full time are written as people write them', () => {
	expect(dayOf(at('2026-11-12T10:00'), at('2026-11-20T10:00'))).toBe('Thursday 12 November')
	expect(dayOf(at('2025-11-12T10:00'), at('2026-11-20T10:00'))).toMatch(/^Wednesday,? 12 November 2025$/)
	expect(monthOf(at('2026-11-12T10:00'))).toBe('November 2026')
	expect(clock(at('2026-11-12T00:05'))).toBe('00:05')
	expect(clock(new Date('2026-11-12T23:30:00Z'), 'America/New_York')).toBe('18:30')
	expect(weekday(new Date('2026-11-12T23:30:00Z'), 'Asia/Tokyo')).toBe('Fri 08:30')
	expect(exactly(at('2026-11-12T15:04'))).toMatch(/^Thursday,? 12 November 2026 at 15:04:00 (CET|GMT\+1)$/)
	expect([0, 6].map((n) => dayName(n, 'short'))).toEqual(['Mon', 'Sun'])
})

test.each([
	['a minute before midnight', '2026-06-10T23:59', '2026-06-11T00:00', 'Wed 23:59'],
	['after midnight', '2026-06-11T00:00', '2026-06-10T23:59', 'Thu 00:00'],
	['the same day', '2026-06-10T00:00', '2026-06-10T23:59', '00:00'],
	['five days', '2026-06-05T09:00', '2026-06-10T23:59', 'Fri 09:00'],
	['six days', '2026-06-04T23:59', '2026-06-10T00:00', '4 Jun'],
	['the turn of the year, near', '2025-12-31T23:00', '2026-01-01T01:00', 'Wed 23:00'],
	['the turn of the year, far', '2025-12-20T23:00', '2026-01-01T01:00', '20 Dec 2025'],
	['the night the clocks go forward', '2026-03-29T03:00', '2026-03-29T01:59', '03:00'],
	['the day after it', '2026-03-30T00:30', '2026-03-29T00:30', 'Mon 00:30'],
	['the night they go back', '2026-10-25T00:10', '2026-10-25T23:50', '00:10'],
] as const)('%s: %s seen at %s is %s', (_, then, seen, text) => {
	expect(when(at(then), at(seen))).toBe(text)
})

/** Instants around every midnight, both changes of the clocks and the turn of a year, one hour and a bit apart. */
function* instants() {
	for (const around of ['2026-01-01', '2026-03-29', '2026-06-10', '2026-10-25', '2024-02-29']) {
		const middle = Date.parse(`${around}T00:00:00Z`)
		for (let ms = middle - 3 * day; ms <= middle + 3 * day; ms += hour + 7 * minute) yield new Date(ms)
	}
}

test('midnights are whole, add up, and turn round', () => {
	const all = [...instants()]
	for (const a of all.filter((_, i) => i % 2 === 0)) {
		for (const b of [all[0] as Date, new Date(+a + 90 * minute), new Date(+a + 23.5 * hour)]) {
			const between = daysBetween(a, b)
			expect(Number.isInteger(between)).toBe(true)
			expect(daysBetween(b, a)).toBe(between === 0 ? 0 : -between)
			expect(sameDay(a, b)).toBe(a.toDateString() === b.toDateString())
			const tomorrow = new Date(a.getFullYear(), a.getMonth(), a.getDate() + 1, a.getHours(), a.getMinutes())
			expect(daysBetween(a, tomorrow)).toBe(1)
			expect(daysBetween(a, b) + daysBetween(b, tomorrow)).toBe(1)
		}
	}
})

test('a weekday is never one of today, nor one that could be two days of the same direction', () => {
	const all = [...instants()]
	for (const seen of all.filter((_, i) => i % 4 === 0)) {
		const written = new Map<string, number>()
		for (let ms = 0; ms < 8 * day; ms += 11 * hour) {
			const then = new Date(+seen + ms)
			const text = when(then, seen)
			const named = /^(\w{3}) \d\d:\d\d$/.exec(text)?.[1]
			if (sameDay(then, seen)) expect(text).toBe(clock(then))
			else expect(named).not.toBe(weekday(seen).slice(0, 3))
			if (!named) continue
			const days = daysBetween(seen, then)
			expect(written.get(named) ?? days).toBe(days)
			written.set(named, days)
		}
	}
})

test.each([
	['en', [], 'en-GB', 'h23'],
	['en', ['en'], 'en-GB', 'h23'],
	['en', ['en-US', 'en'], 'en-US', 'h12'],
	['en', ['de-DE', 'en-US'], 'en-US', 'h23'],
	['en', ['de', 'en-AU'], 'en-AU', 'h12'],
	['en', ['ar-EG'], 'en-GB', 'h12'],
	['de', ['en-US', 'de-AT'], 'de-AT', 'h12'],
	['de', ['fr-FR'], 'de', 'h23'],
	['en', ['not a tag', 'en-IE'], 'en-IE', 'h23'],
] as const)('words in %s, a browser that wants %j: the order of %s, %s', (words, browser, order, hours) => {
	expect(regionOf(words, browser)).toBe(order)
	expect(hoursOf(words, browser)).toBe(hours)
})
