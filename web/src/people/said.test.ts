import { expect, test } from 'vitest'
import type { Person } from './api'
import { bodyOf, listOf, saidOf, unsaid } from './said'

const eleni: Person = {
	id: 'agt_1',
	name: 'Eleni Varda',
	email: 'eleni@ferrywell.example',
	role: 'agent',
	departments: ['service', 'safety'],
	skills: ['batteries', 'warranty'],
	languages: ['el', 'en'],
	freedom: 0,
	cap: 6,
	load: 2,
	weight: 0,
	presence: 'here',
	deputy: 'agt_2',
	scope: { brands: ['brd_1'], accounts: null },
}

test('what is said of somebody and not touched stays as it is', () => {
	expect(bodyOf(saidOf(eleni))).toEqual({
		name: 'Eleni Varda',
		email: 'eleni@ferrywell.example',
		role: 'agent',
		departments: ['service', 'safety'],
		skills: ['batteries', 'warranty'],
		languages: ['el', 'en'],
		freedom: 0,
		cap: 6,
		deputy: 'agt_2',
		scope: { brands: ['brd_1'], accounts: [] },
	})
	expect(bodyOf(saidOf(eleni), true).disabled).toBe(true)
})

test('nobody covers for somebody new, and nothing limits them', () => {
	expect(bodyOf({ ...unsaid, name: ' Ben ', email: 'ben@kettles.example ' })).toMatchObject({
		name: 'Ben',
		email: 'ben@kettles.example',
		scope: { brands: [], accounts: [] },
	})
	expect(bodyOf(unsaid)).not.toHaveProperty('deputy')
})

test('skills are words with commas between, in whatever script', () => {
	expect(listOf('batteries,  warranty ,,batteries')).toEqual(['batteries', 'warranty'])
	expect(listOf('電池、保証')).toEqual(['電池', '保証'])
	expect(listOf(' ')).toEqual([])
})
