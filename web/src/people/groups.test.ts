import { expect, test } from 'vitest'
import type { Agent } from './api'
import { groupsOf } from './groups'

const somebody = (name: string, more: Partial<Agent> = {}): Agent => ({
	id: name,
	name,
	email: `${name}@kettles.example`,
	role: 'agent',
	departments: null,
	skills: null,
	languages: null,
	freedom: 2,
	cap: 8,
	load: 0,
	weight: 0,
	presence: 'away',
	...more,
})
const departments = ['service', 'safety', 'sales'].map((key) => ({ key, name: key, pull: false }))

test('people stand under each of their hats, those without under none, those who left last', () => {
	const people = [
		somebody('Zoe', { departments: ['service'] }),
		somebody('Eleni', { departments: ['safety', 'service'] }),
		somebody('Ada'),
		somebody('Ole', { departments: ['gone'] }),
		somebody('Ben', { departments: ['service'], disabled: true }),
	]
	expect(groupsOf(people, departments).map((g) => [g.kind, g.name, g.people.map((p) => p.name)])).toEqual([
		['department', 'service', ['Eleni', 'Zoe']],
		['department', 'safety', ['Eleni']],
		['none', '', ['Ada', 'Ole']],
		['inactive', '', ['Ben']],
	])
})

test('places count only those who are here', () => {
	const people = [
		somebody('Zoe', { departments: ['service'], presence: 'here', load: 3, cap: 4 }),
		somebody('Eleni', { departments: ['service'], presence: 'here', load: 1, cap: 8 }),
		somebody('Ida', { departments: ['service'], presence: 'paused', load: 5, cap: 8 }),
	]
	expect(groupsOf(people, departments)[0]).toMatchObject({ here: 2, load: 4, cap: 12 })
})
