import { expect, test } from 'vitest'
import { due, span } from './time'

const now = new Date('2026-05-04T09:00:00Z')
const inMs = (ms: number) => due(new Date(now.getTime() + ms), now)
const minute = 60_000

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
