import { expect, test } from 'vitest'
import { causeName, causesOf, howLong, lineOf, type Wait } from './waits'

const minutes = (n: number) => n * 60_000_000
const wait = (took: number, parts: [string, number][], end?: string) =>
	({
		from: '2026-05-04T09:00:00Z',
		until: new Date(Date.parse('2026-05-04T09:00:00Z') + took * 60_000).toISOString(),
		end,
		parts: parts.map(([cause, n]) => ({ cause, microseconds: minutes(n) })),
	}) as Wait

test('the first answer is told with what it waited for, the longest first', () => {
	const w = wait(
		34,
		[
			['unread', 20],
			['writing', 5],
			['approval', 9],
		],
		'answered',
	)
	expect(lineOf(w, 0)).toBe(
		'First answer after 34 min: 20 min unread, 9 min waiting for approval, 5 min being written',
	)
	expect(howLong(w, 1)).toBe('Next answer after 34 min')
})

test('more than three causes are hinted at, and moments left out', () => {
	const w = wait(
		20,
		[
			['unread', 0.5],
			['writing', 2],
			['approval', 9],
			['offered', 4.5],
			['sending', 4],
		],
		'answered',
	)
	expect(lineOf(w, 0)).toMatch(/^First answer after 20 min: 9 min .*, 4 min .*, 4 min .*…$/)
	expect(causesOf(w)).toHaveLength(4)
	expect(causesOf(wait(0.2, [['writing', 0.2]], 'answered'))).toHaveLength(1)
})

test.each(['closed', 'merged', 'put_aside', undefined])('a wait that ended %s says so', (end) => {
	expect(howLong(wait(12, [], end), 0)).toContain('12 min')
})

test('every cause has its words', () => {
	const causes =
		'ingest unread queued queued_room queued_nobody queued_full offered unopened writing snoozed advice transfer approval sending unknown_delivery'
	for (const cause of causes.split(' ')) {
		const w = wait(3, [[cause, 3]], 'answered')
		expect(lineOf(w, 0)).not.toContain('waits.')
		for (const part of w.parts ?? []) expect(causeName(part)).not.toContain('waits.')
	}
})
