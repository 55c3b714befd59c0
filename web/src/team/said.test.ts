import { expect, test } from 'vitest'
import type { Desk, Standin, Week } from './api'
import { plannedFor } from './away'
import { deskWord, heapsOf, heapWord, savedWord, unspokenWord } from './said'
import '../words/en/team'

const standin = (id: string, more: Partial<Standin>, language = 'de') =>
	({ conversation: { id, language }, stays: false, why: 'deputy', sentence: '', ...more }) as Standin

test('what goes the same way for the same reason is one line, and what stays comes last', () => {
	const heaps = heapsOf([
		standin('1', { stays: true, why: 'customer' }),
		standin('2', { agent: 'you', why: 'chain' }),
		standin('3', { agent: 'tomasz' }),
		standin('4', { agent: 'tomasz' }, 'en'),
		standin('5', { why: 'queue' }),
	])
	expect(heaps.map((h) => [h.agent, h.items.length])).toEqual([
		['tomasz', 2],
		['you', 1],
		['', 1],
		['', 1],
	])
	expect(heaps.map(heapWord)).toEqual([
		'2 conversations in German and English',
		'1 conversation in German',
		'1 conversation in German',
		'1 waiting for the customer',
	])
})

test('what whoever would cover does not speak is said of each heap', () => {
	const heaps = heapsOf([
		standin('1', { agent: 'milena', unspoken: 'fr' }, 'fr'),
		standin('2', { agent: 'milena', unspoken: 'fr' }, 'fr'),
		standin('3', { agent: 'milena' }),
		standin('4', { why: 'queue', unspoken: 'ar' }, 'ar'),
	])
	expect(heaps.map((h) => unspokenWord(h, 'Milena'))).toEqual([
		'Milena does not speak French.',
		'Nobody who could take it speaks Arabic.',
	])
	expect(heapsOf([standin('5', { agent: 'ines' })]).map((h) => unspokenWord(h, 'Inès'))).toEqual([undefined])
})

const week = {
	from: '2026-11-09T00:00:00Z',
	until: '2026-11-16T00:00:00Z',
	now: '2026-11-12T09:00:00Z',
	zone: 'UTC',
	people: [
		{ id: 'ines', name: 'Inès Moreau' },
		{ id: 'jonas', name: 'Jonas Weber' },
	],
} as unknown as Week
const desk = { on_shift: 4, here: 1, open: 24, places: 8, free: 3, pull: false } as Desk

test('a department says who is on shift and who signed in, its free places truly, and nothing of now on another week', () => {
	expect(deskWord(desk, week)).toBe('4 on shift now, 1 signed in · 24 open · 5 of 8 places taken')
	expect(deskWord({ ...desk, here: 0, places: 0, free: 0 }, week)).toBe(
		'4 on shift now, 0 signed in · 24 open',
	)
	expect(deskWord({ ...desk, pull: true }, { ...week, now: '2026-11-18T09:00:00Z' })).toBe(
		'everybody takes work themselves',
	)
	const alone = { ...week, people: week.people.slice(0, 1) }
	expect(deskWord({ ...desk, pull: true }, alone)).toBe('24 open · 5 of 8 places taken')
})

test('what was saved is said with its days', () => {
	expect(savedWord(plannedFor('ines', '2026-12-01'), week)).toMatch(
		/^Saved. Inès Moreau is away Tue,? 1 Dec\.$/,
	)
	const long = { ...plannedFor('ines', '2026-12-01'), last: '2026-12-04' }
	expect(savedWord(long, week)).toMatch(/^Saved. Inès Moreau is away 1\s?–\s?4 December\.$/)
})
