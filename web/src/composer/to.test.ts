import { expect, test } from 'vitest'
import type { Leg, Message } from '../conversation/queries'
import { answeredOn, readerOf, whomOf } from './to'

const choices = [
	{ role: 'to', address: 'lena@ferry.example', name: 'Lena' },
	{ role: 'to', address: 'billing@ferry.example' },
]
const said = (id: string, more = {}): Message =>
	({ id, external_id: id, direction: 'in', ...more }) as unknown as Message
const leg = { id: 'leg_1', last_message_key: 'm2' } as Leg

test('what is answered on a leg is the customer’s last word there, wherever it stands in what was read', () => {
	const m2 = said('m2')
	expect(answeredOn(leg, [said('m3'), m2, said('m1')])).toBe(m2)
	expect(answeredOn(leg, [said('m3')])).toBeUndefined()
	expect(answeredOn(undefined, [m2])).toBeUndefined()
	expect(answeredOn(leg, [said('m2', { direction: 'out' })])).toBeUndefined()
})

test('nobody is asked where it is clear who is meant', () => {
	expect(whomOf(undefined, '')).toBeUndefined()
	expect(whomOf(said('m1'), 'lena@ferry.example')).toBeUndefined()
	expect(whomOf(said('m1', { answer_choices: [] }), '')).toBeUndefined()
})

test.each([
	['', undefined],
	['Billing@Ferry.example', choices[1]],
	['lena@ferry.example', choices[0]],
	['else@ferry.example', undefined],
])('%s chooses among those who may be meant', (to, chosen) => {
	expect(whomOf(said('m1', { answer_choices: choices }), to)).toEqual({ choices, chosen })
})

test('who reads it is called the customer until somebody else is chosen', () => {
	expect(readerOf(undefined, 'Lena')).toBe('Lena')
	expect(readerOf({ choices }, 'Lena')).toBe('Lena')
	expect(readerOf({ choices, chosen: choices[0] }, 'Lena')).toBe('Lena')
	expect(readerOf({ choices, chosen: choices[1] }, 'Lena')).toBe('billing@ferry.example')
})
