import { expect, test } from 'vitest'
import type { Learning, Measure } from './api'
import { lines } from './panel'
import { measured, stateOf } from './version'

const now = new Date('2026-03-02T12:00:00Z')
const still: Learning = {
	enabled: true,
	previous: 0,
	base: 'tone/1',
	idle: false,
	waiting: 0,
	again: 0,
	soon: 20,
	learning: false,
}
const layer = {
	number: 3,
	ruling: 'better' as const,
	base: 'tone/1',
	made_at: '2026-03-02T11:55:00Z',
	messages: 50,
	networks: [],
	measures: [],
	usable: true,
	taken_back: false,
}

test('where learning stands is said in sentences', () => {
	expect(lines(still, now)).toEqual([
		'Messages are read as Switchboard came. Nothing was learned yet, or it was taken back.',
		'No correction waits to be learned from.',
	])
	const waits = lines({ ...still, in_force: layer, waiting: 1, next_at: '2026-03-03T02:00:00Z' }, now)
	expect(waits[0]).toMatch(/^Messages are read with version 3, learned /)
	expect(waits[1]).toBe('1 new correction waits to be learned from.')
	expect(waits[2]).toMatch(/^It learns from them .*, or at once when there are 20\.$/)
	expect(lines({ ...still, in_force: layer, idle: true }, now)[0]).toContain('Until it has learned anew')
	expect(lines({ ...still, waiting: 20 }, now)[1]).toBe('20 corrections or more wait to be learned from.')
	expect(lines({ ...still, learning: true }, now)[1]).toBe('It is learning now.')
	expect(lines({ ...still, enabled: false, waiting: 9 }, now)[1]).toContain('switched off')
	expect(lines({ ...still, outcome: 'refused', tried_at: '2026-03-02T11:00:00Z' }, now)[2]).toContain(
		'was not used',
	)
})

test('corrections that were too few are said to count again', () => {
	const few = { ...still, outcome: 'too_few' as const, tried_at: '2026-03-02T11:00:00Z' }
	const after = lines({ ...few, again: 3 }, now)
	expect(after.slice(1, 3)).toEqual([
		'Nothing it learns from was corrected since it last looked.',
		'3 earlier corrections count again the next time it learns.',
	])
	expect(after[3]).toContain('too few readings of any one finding were said to be wrong')
	expect(lines({ ...few, waiting: 1, again: 1 }, now).slice(1, 3)).toEqual([
		'1 new correction waits to be learned from.',
		'1 earlier correction counts again the next time it learns.',
	])
	expect(lines({ ...few, again: 20 }, now)[2]).toBe(
		'20 earlier corrections or more count again the next time it learns.',
	)
})

test('a version that was taken back is not called replaced', () => {
	const ended = { ...layer, ended_at: '2026-03-02T11:58:00Z' }
	const state = (l: typeof ended & { ended_by?: string }) => stateOf(l, 4, now, () => 'Bo')
	expect(state(ended)).toMatch(/^Replaced/)
	expect(state({ ...ended, taken_back: true, ended_by: 'b' })).toMatch(/^Taken back by Bo/)
	expect(state({ ...ended, taken_back: true })).toMatch(/^Taken back on the command line/)
})

test('a finding is measured before and after', () => {
	const m: Measure = {
		head: 'sentiment',
		held: 40,
		shipped: 30,
		before: 31,
		after: 36,
		broken: 1,
		wrong: 60,
		right: 2,
		stood: 90,
		taught: true,
	}
	expect(measured(m)).toBe('Of 40 messages kept aside, 31 were read rightly before and 36 now.')
	expect(measured({ ...m, after: 31 })).toBe('Of 40 messages kept aside, 31 are read rightly, as before.')
	expect(measured({ ...m, held: 0 })).toBe('No message about it is kept aside yet.')
})
