import { expect, test } from 'vitest'
import type { Schemas } from '../api/client'
import { networksOf } from './networks'

const account = (name: string, state: string, health: Partial<Schemas['Health']> = {}) =>
	({ name, state, health }) as Schemas['Account']

test('what is read counts; what is paused or only history does not', () => {
	const all = ['live', 'listen', 'paused', 'history'].map((s) => account(s, s))
	expect(networksOf(all)).toEqual({ live: 2, trouble: [] })
})

test('what is in trouble is named, the longest first', () => {
	const all = [
		account('new', 'live', { code: 'unreachable', since: '2026-05-04T09:10:00Z' }),
		account('old', 'broken', { code: 'auth', since: '2026-05-01T09:10:00Z' }),
		account('well', 'live'),
	]
	const { live, trouble } = networksOf(all)
	expect(live).toBe(1)
	expect(trouble.map((a) => a.name)).toEqual(['old', 'new'])
})
