import { expect, test } from 'vitest'
import type { Standin } from './api'
import { heapsOf, heapWord } from './said'

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
