import { expect, test } from 'vitest'
import type { Agent } from '../api/query'
import { colleagues, speaksFor } from './colleague'

const person = (id: string, more: Partial<Agent> = {}): Agent =>
	({
		id,
		name: id,
		role: 'agent',
		departments: ['service'],
		presence: 'here',
		load: 0,
		cap: 5,
		...more,
	}) as Agent

const asked = { department: 'service', without: [] as string[], name: '', speakersFirst: false }
const ids = (all: Agent[], more: Partial<typeof asked> = {}) =>
	colleagues(all, { ...asked, ...more }).map((a) => a.id)

test('the own department comes first, then who is here, then who has room', () => {
	const all = [
		person('other-here', { departments: ['billing'] }),
		person('own-away', { presence: 'away' }),
		person('own-busy', { load: 4 }),
		person('own-paused', { presence: 'paused' }),
		person('own-free', { load: 1 }),
		person('nowhere', { departments: [], load: 2 }),
	]
	expect(ids(all)).toEqual(['own-free', 'own-busy', 'own-paused', 'own-away', 'other-here', 'nowhere'])
	expect(ids(all, { department: 'billing' })[0]).toBe('other-here')
})

test('nobody who cannot work, was ruled out, or is called otherwise', () => {
	const all = [
		person('Åsa'),
		person('viewer', { role: 'viewer' }),
		person('gone', { disabled: true }),
		person('lead'),
	]
	expect(ids(all, { without: ['lead'] })).toEqual(['Åsa'])
	expect(ids(all, { name: 'asa' })).toEqual(['Åsa'])
})

test('who speaks for another department comes first where help is asked for, and behind the own people where work is handed over', () => {
	const all = [
		person('own'),
		person('own-speaker', { speaks_for: ['service'], load: 3 }),
		person('other', { departments: ['marketing'] }),
		person('speaker', { departments: ['marketing'], speaks_for: ['marketing'], presence: 'paused' }),
	]
	expect(ids(all, { speakersFirst: true })).toEqual(['speaker', 'own', 'own-speaker', 'other'])
	expect(ids(all)).toEqual(['own', 'own-speaker', 'speaker', 'other'])
	expect(ids(all, { name: 'market' })).toEqual(['speaker', 'other'])
	expect(all.map((a) => speaksFor(a, 'service'))).toEqual([[], [], [], ['marketing']])
})
