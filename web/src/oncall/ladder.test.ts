import { expect, test } from 'vitest'
import { firstReached, ladderOf, moved, planOf } from './ladder'

const plan = {
	steps: [
		{ who: 'lead' as const, wait_seconds: 90 },
		{ who: 'people' as const, wait_seconds: 300, people: ['agt_1', 'agt_2'] },
		{ who: 'admins' as const, wait_seconds: 600 },
	],
	shifts: [
		{
			agent: 'agt_1',
			calendar: {
				zone: 'Europe/Lisbon',
				hours: { sat: ['08:00-20:00'], sun: ['08:00-20:00'] },
				holidays: [{ date: '2026-12-25' }],
			},
		},
	],
	repeat_seconds: 900,
}

test('what is not touched is told as it was, holidays too', () => {
	expect(planOf(ladderOf(plan))).toEqual(plan)
})

test('only steps of named people name them', () => {
	const ladder = ladderOf(plan)
	const rungs = ladder.rungs.map((r) => ({ ...r, who: 'managers' as const }))
	expect(planOf({ ...ladder, rungs }).steps.map((s) => s.people)).toEqual([undefined, undefined, undefined])
})

test('a step moves up and down and not beyond the ends', () => {
	const { rungs } = ladderOf(plan)
	const order = (list: typeof rungs) => list.map((r) => r.id)
	expect(order(moved(rungs, 2, -1))).toEqual([0, 2, 1])
	expect(order(moved(rungs, 0, 1))).toEqual([1, 0, 2])
	expect(order(moved(rungs, 0, -1))).toEqual([0, 1, 2])
	expect(order(moved(rungs, 2, 1))).toEqual([0, 1, 2])
})

test('the first that is reached is the first with anybody in it', () => {
	expect(firstReached([[], null, ['agt_1'], ['agt_2']])).toBe(2)
	expect(firstReached([[], null])).toBe(-1)
})
