import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../api/problem'
import type { Draft, Found, Order } from './keeper'
import { Keeping, keepAfter, leaveAfter, lookAfter, type Store } from './keeping'
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
		note: vi.fn(async () => undefined),
		send: vi.fn(
			async () =>
				({ outcome: 'allow', draft: draftOf(++version, '', { state: 'sending' }), deliveries: [] }) as never,
		),
		...over,
	}
	const kept = new Map<string, Found>()
	const store: Store = {
		load: (id) => ({ ...kept.get(`${id} text`), ...kept.get(`${id} note`), ...kept.get(`${id} answers`) }),
		save: (id, part, words) => void (words ? kept.set(`${id} ${part}`, words) : kept.delete(`${id} ${part}`)),
	}
	const told = { sent: vi.fn(), noted: vi.fn() }
	const open = () => new Keeping('cnv_1', server as unknown as Server, store, told)
	const k = open()
	k.happen({ is: 'leg', leg: 'leg_1' })
	const type = (text: string) => k.happen({ is: 'typed', text })
	return { k, server, store, kept, type, told, open }
}

const order = (more: Partial<Order> = {}): Order => ({
	take: false,
	close: false,
	open: false,
	name: 'Dana',
	...more,
})
const sends = async (k: Keeping, how = order()) => {
	k.begin(how)
	await vi.advanceTimersByTimeAsync(0)
}
const lost = () => new Problem(0, 'lost', '', '')
const fails = (problem: Problem) => vi.fn(async () => Promise.reject(problem))

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
	expect(kept.get('cnv_1 text')).toMatchObject({ text: 'Hello' })
	down = false
	await vi.advanceTimersByTimeAsync(6000)
	expect(k.get()).toMatchObject({ draft: { version: 1 } })
	expect(k.get().trouble).toBeUndefined()
	expect(kept.size).toBe(0)
})

test('what was left in the tab is found again', () => {
	const { store, server } = keeping()
	store.save('cnv_2', 'text', { leg: 'leg_1', text: 'From before' })
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
	await sends(k, order({ take: true }))
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
	await sends(k)
	expect(k.get()).toMatchObject({ text: 'Hello', draft: { state: 'held' }, ruling: { level: 3 } })
	expect(k.get().going).toMatchObject({ is: 'stopped' })
})

test('nothing is sent that could not be kept', async () => {
	const create = vi.fn(async () => {
		throw new Problem(409, 'no_lead', '', 'Nobody leads.')
	})
	const { k, server, type } = keeping({ create })
	type('Hello')
	await sends(k)
	expect(k.get().going).toMatchObject({ is: 'refused', problem: { code: 'no_lead' } })
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

test('an answer whose answer is lost and that stands is told as sent, and never sent again', async () => {
	const get = vi.fn(async () => draftOf(2, 'Hello', { state: 'sending' }))
	const { k, server, type, told } = keeping({ send: fails(lost()), get })
	type('Hello')
	await sends(k)
	expect(k.get().going).toBeUndefined()
	expect(k.get().text).toBe('')
	expect(told.sent).toHaveBeenCalledOnce()
	expect(server.send).toHaveBeenCalledOnce()
})

test('as long as nobody knows whether it stands, that is said, and it cannot be changed', async () => {
	let down = true
	const get = vi.fn(async () => {
		if (down) throw lost()
		return draftOf(1, 'Hello')
	})
	const { k, server, type } = keeping({ send: fails(lost()), get })
	type('Hello')
	await sends(k)
	expect(k.get().going).toMatchObject({ is: 'unknown' })
	type('Something else')
	expect(k.get().text).toBe('Hello')
	down = false
	await vi.advanceTimersByTimeAsync(6000)
	expect(k.get().going).toMatchObject({ is: 'refused', problem: { code: 'not_arrived' } })
	expect(k.get().text).toBe('Hello')
	expect(server.send).toHaveBeenCalledOnce()
})

test('a public post waits, leaves once, and its refusal stays with the words', async () => {
	const { k, server, type } = keeping({ send: fails(new Problem(409, 'conflict', '', 'Jonas took it.')) })
	type('Hello')
	k.begin(order({ open: true }))
	await vi.advanceTimersByTimeAsync(leaveAfter - 1)
	expect(server.send).not.toHaveBeenCalled()
	type('Something else')
	await vi.advanceTimersByTimeAsync(10 * leaveAfter)
	expect(server.send).toHaveBeenCalledOnce()
	expect(k.get()).toMatchObject({
		text: 'Hello',
		going: { is: 'refused', problem: { detail: 'Jonas took it.' } },
	})
	type('Hello again')
	expect(k.get().going).toBeUndefined()
})

test('undone in time it never leaves; at once it leaves once', async () => {
	const { k, server, type } = keeping()
	type('Hello')
	k.begin(order({ open: true }))
	expect(k.undo()).toBe(true)
	await vi.advanceTimersByTimeAsync(2 * leaveAfter)
	expect(server.send).not.toHaveBeenCalled()
	expect(k.undo()).toBe(false)
	k.begin(order({ open: true }))
	await k.now()
	await k.now()
	await vi.advanceTimersByTimeAsync(2 * leaveAfter)
	expect(server.send).toHaveBeenCalledOnce()
})

test('what is typed while it is on its way is neither taken in nor lost to the next', async () => {
	let answer = (_: unknown) => {}
	const send = vi.fn(() => new Promise((done) => (answer = done)))
	const { k, type } = keeping({ send: send as never })
	type('Hello')
	await sends(k)
	type('Hello, and')
	expect(k.get().text).toBe('Hello')
	answer({ outcome: 'allow', draft: draftOf(2, 'Hello', { state: 'sending' }), deliveries: [] })
	await vi.advanceTimersByTimeAsync(0)
	expect(k.get().text).toBe('')
	type('And')
	expect(k.get().text).toBe('And')
})

test('whoever is signed out before it left finds it again, not sent', async () => {
	const { k, server, type } = keeping()
	type('Hello')
	k.begin(order({ open: true }))
	await vi.advanceTimersByTimeAsync(10)
	k.rest()
	expect(k.get()).toMatchObject({ text: 'Hello', going: { is: 'refused', problem: { code: 'signed_out' } } })
	type('More')
	await vi.advanceTimersByTimeAsync(10 * leaveAfter)
	expect(server.send).not.toHaveBeenCalled()
	expect(server.save).not.toHaveBeenCalled()
	k.resume()
	await vi.advanceTimersByTimeAsync(keepAfter)
	expect(server.save).toHaveBeenCalledOnce()
})

test('a note of which it is not known whether it is told is told once, over a reload too', async () => {
	const note = vi.fn(async (): Promise<undefined> => Promise.reject(lost()))
	const { k, open } = keeping({ note })
	k.happen({ is: 'noted', note: 'She called.' })
	await expect(k.note()).rejects.toThrow()
	const again = open()
	await expect(again.note()).rejects.toThrow()
	note.mockResolvedValue(undefined)
	await again.note()
	const keys = note.mock.calls.map((call) => (call as unknown[])[2])
	expect(new Set(keys).size).toBe(1)
	expect(again.get().note).toBe('')
	again.happen({ is: 'noted', note: 'She called.' })
	await again.note()
	expect((note.mock.calls.at(-1) as unknown[])[2]).not.toBe(keys[0])
})

test.each([
	['sent', 'the same words', 'Hello', '', undefined],
	['sent', 'other words', 'Hello Dana', 'Hello Dana', { is: 'ended', state: 'sent' }],
	['dropped', 'other words', 'Hello Dana', 'Hello Dana', { is: 'ended', state: 'dropped' }],
])('a draft that another tab has %s leaves %s', async (state, _, here, text, trouble) => {
	const { k, type } = keeping({ get: vi.fn(async () => draftOf(3, 'Hello', { state })), save: fails(lost()) })
	type('Hello')
	await vi.advanceTimersByTimeAsync(lookAfter)
	if (here !== 'Hello') type(here)
	k.see([])
	await vi.advanceTimersByTimeAsync(0)
	expect(k.get()).toMatchObject({ text })
	expect(k.get().trouble).toEqual(trouble)
	expect(k.get().draft).toBeUndefined()
})

test('words that a draft sent elsewhere left behind become a new one when somebody wants that', async () => {
	const gone = {
		get: vi.fn(async () => draftOf(3, 'Hello', { state: 'sent' })),
		save: fails(new Problem(409, 'conflict', '', '')),
	}
	const { k, server, type } = keeping(gone)
	type('Hello')
	await vi.advanceTimersByTimeAsync(lookAfter)
	type('Hello Dana')
	await vi.advanceTimersByTimeAsync(keepAfter)
	expect(k.get().trouble).toMatchObject({ is: 'ended' })
	k.happen({ is: 'mine' })
	await vi.advanceTimersByTimeAsync(keepAfter)
	expect(server.create).toHaveBeenCalledTimes(2)
	expect(k.get().trouble).toBeUndefined()
})

test('a draft the conversation does not list yet is no draft that is gone', async () => {
	const { k, type } = keeping({ get: vi.fn(async () => draftOf(1, 'Hello')) })
	type('Hello')
	await vi.advanceTimersByTimeAsync(lookAfter)
	k.see([])
	await vi.advanceTimersByTimeAsync(0)
	expect(k.get()).toMatchObject({ text: 'Hello', draft: { id: 'drf_1' } })
})

test('a second draft of one’s own replaces nothing: both are offered', async () => {
	const other = draftOf(1, 'The other', { id: 'drf_2' })
	const { k, server, type } = keeping()
	type('Hello')
	await vi.advanceTimersByTimeAsync(lookAfter)
	k.see([draftOf(1, 'Hello'), other])
	expect(k.get()).toMatchObject({ text: 'Hello', other })
	await k.swap()
	expect(k.get()).toMatchObject({ text: 'The other', draft: { id: 'drf_2' }, other: { id: 'drf_1' } })
	await k.dropOther()
	expect(server.drop).toHaveBeenCalledWith('drf_1')
	expect(k.get()).toMatchObject({ text: 'The other', other: undefined })
})

test('that the customer wrote again is known after a reload', async () => {
	const { k, open } = keeping()
	k.happen({ is: 'typed', text: 'Hello', answers: 'msg_1' })
	await vi.advanceTimersByTimeAsync(lookAfter)
	const again = open()
	again.see([draftOf(1, 'Hello')])
	again.happen({ is: 'typed', text: 'Hello D', answers: 'msg_2' })
	expect(again.get().answers).toBe('msg_1')
})

test('a note is stored without the words the server has', async () => {
	const { k, kept, type } = keeping()
	type('Hello')
	await vi.advanceTimersByTimeAsync(lookAfter)
	k.happen({ is: 'noted', note: 'She called.' })
	expect([...kept.keys()]).toEqual(['cnv_1 note'])
})

test('what the server is too busy for is tried again, later each time', async () => {
	let busy = 2
	const create = vi.fn(async () => {
		if (busy-- > 0) throw new Problem(503, 'unavailable', '', '')
		return draftOf(1, 'Hello')
	})
	const { k, type } = keeping({ create })
	type('Hello')
	await vi.advanceTimersByTimeAsync(keepAfter)
	expect(k.get().trouble).toMatchObject({ is: 'refused' })
	await vi.advanceTimersByTimeAsync(5000)
	expect(create).toHaveBeenCalledTimes(2)
	await vi.advanceTimersByTimeAsync(9000)
	expect(create).toHaveBeenCalledTimes(2)
	await vi.advanceTimersByTimeAsync(2000)
	expect(k.get()).toMatchObject({ draft: { version: 1 }, trouble: undefined })
})

test('whom it goes to is kept with the words, said with every save, and found again', async () => {
	const { k, server, kept, type, open } = keeping()
	k.happen({ is: 'to', to: 'billing@ferry.example' })
	await vi.advanceTimersByTimeAsync(keepAfter)
	expect(server.create).not.toHaveBeenCalled()
	type('Hello')
	expect(kept.get('cnv_1 text')).toMatchObject({ text: 'Hello', to: 'billing@ferry.example' })
	expect(open().get()).toMatchObject({ to: 'billing@ferry.example' })
	await vi.advanceTimersByTimeAsync(keepAfter)
	expect(server.create).toHaveBeenCalledWith(
		'cnv_1',
		expect.objectContaining({ to: 'billing@ferry.example' }),
	)
	type('Hello Dana')
	await vi.advanceTimersByTimeAsync(keepAfter)
	expect(server.save).toHaveBeenLastCalledWith(
		'drf_1',
		1,
		expect.objectContaining({ to: 'billing@ferry.example' }),
	)
})

test('once it is said who gets it, the block goes away and the guard looks again', async () => {
	const blocked = {
		outcome: 'block' as const,
		hash: 'Hello',
		reasons: [{ rule: 'recipient', text: '', part: -1 }],
	}
	const allowed = { outcome: 'allow' as const, hash: 'Hello' }
	const check = vi.fn().mockResolvedValueOnce(blocked).mockResolvedValueOnce(allowed)
	const { k, server, type } = keeping({ check })
	type('Hello')
	await vi.advanceTimersByTimeAsync(lookAfter)
	expect(k.get().ruling).toEqual(blocked)
	k.happen({ is: 'to', to: 'lena@ferry.example' })
	expect(k.get().ruling).toBeUndefined()
	await vi.advanceTimersByTimeAsync(lookAfter)
	expect(server.save).toHaveBeenCalledWith('drf_1', 1, expect.objectContaining({ to: 'lena@ferry.example' }))
	expect(k.get().ruling).toEqual(allowed)
})
