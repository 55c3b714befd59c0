import { expect, test } from 'vitest'
import type { PersonWeek, Standin, Week } from './api'
import { deputiesFor, unspokenIn } from './deputies'
import { whoCould } from './gaps'

const person = (id: string, languages: string[], more: Partial<PersonWeek> = {}) =>
	({ id, name: id, languages, departments: ['service'], absences: [], ...more }) as unknown as PersonWeek
const week = (people: PersonWeek[]) =>
	({ people, zone: 'UTC', from: '2026-11-09T00:00:00Z', until: '2026-11-16T00:00:00Z' }) as Week
const names = (people: PersonWeek[]) => people.map((p) => p.id)

test('whoever speaks what nobody else would is proposed as deputy first', () => {
	const items = [{ unspoken: 'fr' }, {}, { unspoken: 'fr' }, { unspoken: 'ar' }] as Standin[]
	expect(unspokenIn(items)).toEqual(['fr', 'ar'])
	const people = [
		person('bastien', ['fr']),
		person('milena', ['pl']),
		person('ines', ['fr']),
		person('leila', ['ar', 'fr']),
	]
	expect(names(deputiesFor(week(people), 'bastien', ['fr', 'ar']))).toEqual(['leila', 'ines', 'milena'])
})

test('a gap is closed by those of its department who speak its language and are not absent then', () => {
	const gap = {
		code: 'language_gap' as const,
		department: 'service',
		language: 'de',
		from: '2026-11-13T13:00:00Z',
		until: '2026-11-13T15:00:00Z',
		sentence: '',
		hint: '',
	}
	const away = { starts_at: '2026-11-13T00:00:00Z', ends_at: '2026-11-14T00:00:00Z' }
	const people = [
		person('jonas', ['de'], { absences: [away] as never }),
		person('ines', ['de']),
		person('aiko', ['ja']),
		person('mateus', ['de'], { departments: ['sales'] }),
	]
	expect(names(whoCould(week(people), gap))).toEqual(['ines'])
	expect(names(whoCould(week(people), { ...gap, language: '' }))).toEqual(['ines', 'aiko'])
})
