import { expect, test } from 'vitest'
import type { Conversation } from '../api/query'
import { pressureOf } from './mine'

const now = new Date('2026-05-04T09:00:00Z')
const talk = (minutes?: number, stance = 'led') =>
	({
		stance,
		...(minutes !== undefined && { due_at: new Date(now.getTime() + minutes * 60_000).toISOString() }),
	}) as Conversation

test.each([
	['nothing', [], 0, false],
	['far away', [talk(90), talk()], 0, false],
	['due soon', [talk(10)], 0, true],
	['late', [talk(-1), talk(-600), talk(30)], 2, true],
	['closed since', [talk(-1, 'closed')], 0, false],
] as const)('%s', (_, mine, late, pressing) => {
	expect(pressureOf(mine, now)).toEqual({ late, pressing })
})
