import { expect, test } from 'vitest'
import { bodyOf, good } from './token'

const now = new Date('2026-05-04T09:00:00Z')

test.each([
	[{}, true],
	[{ expires_at: '2026-05-04T09:00:01Z' }, true],
	[{ expires_at: '2026-05-04T09:00:00Z' }, false],
	[{ revoked_at: '2026-05-01T09:00:00Z' }, false],
])('a token with %o is good: %s', (token, want) => {
	expect(good(token, now)).toBe(want)
})

test('a token that only reads is given what reads, and an end', () => {
	const body = bodyOf(' reports ', 'month', 'read', ['conversation.read', 'draft.send', 'journal.read'], now)
	expect(body).toEqual({
		name: 'reports',
		expires_at: '2026-06-03T09:00:00.000Z',
		permissions: ['conversation.read', 'journal.read'],
	})
})

test('a token without limits names none', () => {
	expect(bodyOf('all', 'never', 'all', ['draft.send'], now)).toEqual({ name: 'all' })
})
