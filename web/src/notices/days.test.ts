import { expect, test } from 'vitest'
import type { Notice } from './api'
import { daysOf } from './days'

const now = new Date('2026-11-12T09:00:00+01:00')
const told = (id: string, last_at: string, seen = true) =>
	({ id, last_at, ...(seen && { seen_at: last_at, seen_why: 'read' }) }) as unknown as Notice
const shown = (...all: Notice[]) => daysOf(all, now).map((d) => [d.word, d.notices.map((n) => n.id)])

test('what waits comes first whatever its day, then day after day as the reader lives them', () => {
	expect(
		shown(
			told('1', '2026-11-12T08:00:00+01:00', false),
			told('2', '2026-11-10T08:00:00+01:00', false),
			told('3', '2026-11-12T07:00:00+01:00'),
			told('4', '2026-11-11T23:30:00Z'), // half past midnight here
			told('5', '2026-11-11T22:30:00Z'),
			told('6', '2026-11-09T12:00:00Z'),
			told('7', '2025-12-31T12:00:00Z'),
		),
	).toEqual([
		['To look at', ['1', '2']],
		['Today', ['3', '4']],
		['Yesterday', ['5']],
		['Monday 9 November', ['6']],
		['Wednesday, 31 December 2025', ['7']],
	])
})

test('nothing is nothing', () => {
	expect(shown()).toEqual([])
})
