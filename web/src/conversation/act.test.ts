import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../api/problem'
import type { Conversation } from '../api/query'
import { perform } from './act'
import { type Detail, detail } from './queries'
import { refusals } from './refusals'
import { undo } from './undo'

const before = {
	id: 'cnv_1',
	stance: 'queued',
	customer_name: 'Dana',
	helpers: ['agt_9'],
} as unknown as Conversation
const queries = new QueryClient({ defaultOptions: { mutations: { networkMode: 'always' } } })
const key = detail('cnv_1').queryKey
const shown = () => queries.getQueryData(key)?.conversation as Conversation
const change = (c: Partial<Conversation>) =>
	queries.setQueryData(key, (d) => d && { ...d, conversation: { ...d.conversation, ...c } })
const refused = new Problem(409, 'conflict', '', 'Jonas took it 4 seconds ago.')

beforeEach(() => {
	queries.setQueryData(key, { conversation: before } as unknown as Detail)
	refusals.clear()
	undo.clear()
})

function taking() {
	let end = { done: (_: Conversation) => {}, fail: (_: Error) => {} }
	const call = () => new Promise<Conversation>((done, fail) => (end = { done, fail }))
	const now = { stance: 'led', lead: 'agt_1' } as Partial<Conversation>
	const taken = perform(queries, 'cnv_1', { said: 'done.take', now, call })
	return { taken, done: (c: Conversation) => end.done(c), fail: (e: Error) => end.fail(e) }
}

test('it shows at once', async () => {
	const { taken, done } = taking()
	await vi.waitFor(() => expect(shown()).toMatchObject({ stance: 'led', lead: 'agt_1' }))
	done({ ...before, stance: 'led', lead: 'agt_1' } as Conversation)
	expect(await taken).toBe(true)
})

test('a refusal takes back what was changed alone, and is told', async () => {
	const { taken, fail } = taking()
	await vi.waitFor(() => expect(shown().stance).toBe('led'))
	change({ lead: 'agt_2', helpers: ['agt_3'] }) // told meanwhile: Jonas leads, and another helps
	fail(refused)
	expect(await taken).toBe(false)
	expect(shown()).toMatchObject({ stance: 'queued', lead: 'agt_2', helpers: ['agt_3'] })
	expect(refusals.of('cnv_1')).toMatchObject({ name: 'Dana', error: refused })
})

test('what was not there before is not there afterwards', async () => {
	const { taken, fail } = taking()
	await vi.waitFor(() => expect(shown().lead).toBe('agt_1'))
	fail(refused)
	await taken
	expect('lead' in shown()).toBe(false)
})

test('the truth is asked for afterwards, whatever came of it', async () => {
	const asked = vi.spyOn(queries, 'invalidateQueries')
	const { taken, fail } = taking()
	await vi.waitFor(() => expect(shown().lead).toBe('agt_1'))
	fail(refused)
	await taken
	expect(asked).toHaveBeenCalledWith({ queryKey: ['conversation', 'cnv_1'] })
})

test('what cannot be taken back any more says why', async () => {
	const call = async () => before
	const back = async () => Promise.reject(refused)
	expect(await perform(queries, 'cnv_1', { said: 'done.close', call, back })).toBe(true)
	undo.take()
	await vi.waitFor(() => expect(refusals.of('cnv_1')?.error).toBe(refused))
})

test('the next thing that is done forgets what was refused', async () => {
	refusals.tell({ conversation: 'cnv_1', name: 'Dana', error: refused })
	await perform(queries, 'cnv_1', { said: 'done.take', call: async () => before })
	expect(refusals.of('cnv_1')).toBeUndefined()
})
