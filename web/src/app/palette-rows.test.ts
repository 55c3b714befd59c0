import { expect, test } from 'vitest'
import type { Action } from '../action/action'
import type { Conversation } from '../api/query'
import { fitness, found, offered } from './palette-rows'

const action = (id: string, more: Partial<Action> = {}): Action => ({
	id,
	word: 'frame.go',
	values: { place: id },
	run: () => {},
	...more,
})
const ids = (typed: string, ...all: Action[]) =>
	offered(all, typed).flatMap((part) => part.actions.map((a) => a.action.id))

test('the likeliest command comes first, what has a key of its own last', () => {
	const all = ['olderMessage', 'panel', 'why', 'close', 'write'].map((what) => action(`conversation.${what}`))
	expect(ids('', ...all)).toEqual(
		['write', 'close', 'why', 'panel', 'olderMessage'].map((what) => `conversation.${what}`),
	)
})

test('what cannot be done is left out until somebody types for it, and stands behind what can', () => {
	const no = action('conversation.take', { refused: 'You lead it already.' })
	expect(ids('', no, action('conversation.close'))).toEqual(['conversation.close'])
	expect(ids('go', no)).toEqual(['conversation.take'])
	expect(fitness('Take it', 'take', true)).toBeLessThan(fitness('Take it', 'take', false))
	expect(fitness('Take it', 'close', true)).toBe(0)
})

test('a command that several places know is listed once, as the one that can be done', () => {
	const take = { values: { place: 'take' } }
	expect(
		ids('take', action('conversation.accept', { ...take, refused: 'no' }), action('conversation.take', take)),
	).toEqual(['conversation.take'])
})

const talk = (id: string, customer_name: string, preview: string, stance = 'led') =>
	({ id, customer_name, preview, stance }) as Conversation

test('open conversations are found by customer and by words, each once', () => {
	const opal = talk('1', 'Opal Brandt', '@ferrywell The motor cuts out uphill')
	const ines = talk('2', 'Inès Roche', 'My opal ring came loose')
	const all = [ines, opal, opal, talk('3', 'Opal Gone', '', 'closed'), talk('4', 'Dana', 'Wheel')]
	expect(found(all, 'opal').map((c) => c.id)).toEqual(['1', '2'])
	expect(found(all, 'ines ring').map((c) => c.id)).toEqual(['2'])
	expect(found(all, ' ')).toEqual([])
	expect(found(all, 'ferrywell')).toEqual([])
})
