import { beforeEach, expect, test } from 'vitest'
import { check } from './check'
import { answersOf, type Draft, recall, remember, weekOf } from './draft'
import { fresh } from './fresh'
import { parts } from './said'
import { spoken } from './week'

beforeEach(() => sessionStorage.clear())

const draft = (part: Partial<Draft>): Draft => ({
	...fresh(),
	company: ' Kettles ',
	name: 'Ada',
	email: 'ada@kettles.example',
	zone: 'Europe/Lisbon',
	languages: ['en'],
	...part,
})

test('only what may be said with an answer is sent', () => {
	const people = [
		{ id: 0, name: 'Ben', email: 'ben@kettles.example', department: 'Sales' },
		{ id: 1, name: '  ', email: '', department: '' },
	]
	const alone = answersOf(draft({ speak: 'only_me', people, volunteers: true }))
	expect(alone.company).toBe('Kettles')
	expect(alone).not.toHaveProperty('people')
	expect(alone).not.toHaveProperty('departments')
	expect(alone).not.toHaveProperty('volunteers')
	const several = answersOf(draft({ speak: 'departments', people }))
	expect(several.people).toEqual([{ name: 'Ben', email: 'ben@kettles.example', departments: ['Sales'] }])
	const named = answersOf(draft({ speak: 'people', people }))
	expect(named.people).toEqual([{ name: 'Ben', email: 'ben@kettles.example' }])
})

test('somebody of a department that was taken out goes where it fits', () => {
	const people = [{ id: 0, name: 'Ben', email: 'ben@kettles.example', department: 'Gone' }]
	expect(answersOf(draft({ people })).people).toEqual([{ name: 'Ben', email: 'ben@kettles.example' }])
})

test('a week is said by day, and spoken as people write it', () => {
	const spans: Draft['spans'] = [
		{ id: 0, days: ['mon', 'tue', 'wed', 'fri'], from: '09:00', to: '12:00' },
		{ id: 1, days: ['mon', 'sat'], from: '14:00', to: '02:00' },
		{ id: 2, days: ['sun'], from: '', to: '12:00' },
	]
	expect(weekOf(spans)).toEqual({
		mon: ['09:00-12:00', '14:00-02:00'],
		tue: ['09:00-12:00'],
		wed: ['09:00-12:00'],
		fri: ['09:00-12:00'],
		sat: ['14:00-02:00'],
	})
	expect(spoken(spans.slice(0, 2))).toBe('Mon–Wed, Fri 09:00–12:00, Mon, Sat 14:00–02:00')
})

test('answers outlive the page; a password is not among them', () => {
	remember(draft({ company: 'Kettles' }))
	expect(recall(fresh()).company).toBe('Kettles')
	expect(
		Object.keys(sessionStorage)
			.map((k) => sessionStorage.getItem(k))
			.join(),
	).not.toMatch(/password/i)
	sessionStorage.setItem('switchboard.setup', '{broken')
	expect(recall(fresh()).company).toBe('')
})

test('what is missing is said by field', () => {
	expect(check(draft({}), 'long enough words')).toEqual({})
	const wrong = check(draft({ company: ' ', name: '', email: 'ada', spans: [] }), '🔑🔑🔑🔑🔑')
	expect(Object.keys(wrong).sort()).toEqual(['company', 'email', 'hours', 'name', 'password'])
})

test('the values of a sentence stand out, the longer before the shorter', () => {
	const cut = parts({
		key: 'x',
		text: 'Sales team (a+b) helps Sales.',
		values: { a: 'Sales', b: 'Sales team (a+b)' },
	})
	expect(cut).toEqual([
		{ text: 'Sales team (a+b)', value: true },
		{ text: ' helps ', value: false },
		{ text: 'Sales', value: true },
		{ text: '.', value: false },
	])
})
