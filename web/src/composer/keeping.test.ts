import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../api/problem'
import type { Draft } from './keeper'
import { Keeping, keepAfter, lookAfter, type Store } from './keeping'
import { partsOf, type Server, wordsOf } from './server'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const draftOf = (version: number, text: string, more = {}): Draft =>
	({
		id: 'drf_1',
		version,
		leg_id: 'leg_1',
		parts: [{ text }],
		state: 'editing',
		hash: text,
		...more,
	}) as Draft

function keeping(over: Partial<Server> = {}) {
	let version = 0
	const server = {
		create: vi.fn(async (_: string, w: { parts: { text: string }[] }) =>
			draftOf(++version, w.parts[0]?.text ?? ''),
		),
		save: vi.fn(async (_: string, __: number, w: { parts: { text: string }[] }) =>
			draftOf(++version, w.parts[0]?.text ?? ''),
		),
		get: vi.fn(async () => draftOf(9, 'Theirs')),
		drop: vi.fn(async () => draftOf(++version, '')),
		check: vi.fn(async () => ({ outcome: 'allow' as const, hash: 'Hello' })),
		send: vi.fn(
			async () =>
				({ outcome: 'allow', draft: draftOf(++version, '', { state: 'sending' }), deliveries: [] }) as never,
		),
		...over,
	}
	const kept = new Map<string, unknown>()
	const store: Store = {
		load: (id) => kept.get(id) as never,
		save: (id, words) => void (words ? kept.set(id, words) : kept.delete(id)),
	}
	const k = new Keeping('cnv_1', server as unknown as Server, store)
	k.happen({ is: 'leg', leg: 'leg_1' })
	const type = (text: string) => k.happen({ is: 'typed', text })
	return { k, server, store, kept, type }
}

test('a pause keeps the words and has them looked over, once', async () => {
	const { k, server, type } = keeping()
	type('Hel')
	type('Hello')
	await vi.advanceTimersByTimeAsync(lookAfter)
	expect(server.create).toHaveBeenCalledOnce()
	expect(server.check).toHaveBeenCalledOnce()
	expect(k.get()).toMatchObject({ draft: { version: 1 }, ruling: { outcome: 'allow' } })
	await vi.advanceTimersByTimeAsync(10_000)
	expect(server.save).not.toHaveBeenCalled()
})

test('who writes without a pause is kept every second', async () => {
	const { server, type } = keeping()
	for (let i = 0; i < 25; i++) {
		type('x'.repeat(i + 1))
		await vi.advanceTimersByTimeAsync(100)
	}
	expect(server.create).toHaveBeenCalledOnce()
	expect(server.save).toHaveBeenCalledOnce()
	expect(server.check).not.toHaveBeenCalled()
})

test('without a connection the words wait in the tab and are kept later', async () => {
	let down = true
	const create = vi.fn(async () => {
		if (down) throw new Problem(0, 'offline', '', '')
		return draftOf(1, 'Hello')
	})
	const { k, kept, type } = keeping({ create })
	type('Hello')
	await vi.advanceTimersByTimeAsync(keepAfter)
	expect(k.get().trouble).toEqual({ is: 'offline' })
	expect(kept.get('cnv_1')).toMatchObject({ text: 'Hello' })
	down = false
	await vi.advanceTimersByTimeAsync(6000)
	expect(k.get()).toMatchObject({ draft: { version: 1 } })
	expect(k.get().trouble).toBeUndefined()
	expect(kept.size).toBe(0)
})

test('what was left in the tab is found again', () => {
	const { store, server } = keeping()
	store.save('cnv_2', { leg: 'leg_1', text: 'From before', note: '' })
	const k = new Keeping('cnv_2', server as unknown as Server, store)
	expect(k.get()).toMatchObject({ text: 'From before', restored: true })
})

test("another tab's words stop the keeping until somebody chooses", async () => {
	const save = vi.fn(async () => {
		throw new Problem(409, 'stale', '', '')
	})
	const { k, type } = keeping({ save })
	type('Hello')
	await vi.advanceTimersByTimeAsync(lookAfter)
	type('Mine')
	await vi.advanceTimersByTimeAsync(keepAfter * 5)
	expect(k.get()).toMatchObject({ text: 'Mine', trouble: { is: 'stale' } })
	expect(save).toHaveBeenCalledOnce()
	const theirs = k.get().trouble
	if (theirs?.is === 'stale') k.happen({ is: 'theirs', words: wordsOf(theirs.theirs) })
	expect(k.get()).toMatchObject({ text: 'Theirs', draft: { version: 9 } })
})

test('words that were taken out again leave no draft behind', async () => {
	const { k, server, type } = keeping()
	type('Hello')
	await vi.advanceTimersByTimeAsync(keepAfter)
	type('')
	await vi.advanceTimersByTimeAsync(keepAfter)
	expect(server.drop).toHaveBeenCalledWith('drf_1')
	expect(k.get().draft).toBeUndefined()
})

test('sending keeps the last letter first', async () => {
	const { k, server, type } = keeping()
	type('Hello')
	await k.send(true)
	expect(server.create).toHaveBeenCalledOnce()
	expect(server.send).toHaveBeenCalledWith('drf_1', 1, true)
	expect(k.get().text).toBe('')
	expect(k.get().draft).toBeUndefined()
})

test('what is held stays, frozen', async () => {
	const send = vi.fn(
		async () =>
			({
				outcome: 'hold',
				draft: draftOf(2, 'Hello', { state: 'held', ruling: { outcome: 'hold', level: 3, hash: 'Hello' } }),
				deliveries: [],
			}) as never,
	)
	const { k, type } = keeping({ send })
	type('Hello')
	await k.send(false)
	expect(k.get()).toMatchObject({ text: 'Hello', draft: { state: 'held' }, ruling: { level: 3 } })
})

test('nothing is sent that could not be kept', async () => {
	const create = vi.fn(async () => {
		throw new Problem(409, 'no_lead', '', 'Nobody leads.')
	})
	const { k, server, type } = keeping({ create })
	type('Hello')
	await expect(k.send(false)).rejects.toMatchObject({ code: 'no_lead' })
	expect(server.send).not.toHaveBeenCalled()
	expect(k.get().text).toBe('Hello')
})

test('a long answer goes out in parts where the network has chains, else in one', () => {
	const words = { text: 'One is here. Two is here.', files: [{ blob: 'b' }] }
	const limit = { max: 14, unit: 'graphemes' }
	expect(partsOf(words, { limit, parts: 10 })).toEqual([
		{ text: 'One is here.', attachments: [{ blob: 'b' }] },
		{ text: 'Two is here.' },
	])
	expect(partsOf(words, { limit, parts: 1 })).toHaveLength(1)
	expect(partsOf(words, { parts: 10 })).toHaveLength(1)
})
