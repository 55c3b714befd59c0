import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../api/problem'
import { keepAfter, lookAfter } from './saving'
import { wordsOf } from './server'
import { draftOf, fails, keeping, sends } from './trial'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

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

/** slow is a server that takes its time, refuses the first draft, and writes over nothing newer. */
function slow(ms: number) {
	const late = () => new Promise((done) => setTimeout(done, ms))
	let drafts = 0
	let version = 0
	const create = vi.fn(async (_: string, w: { parts: { text: string }[] }) => {
		await late()
		if (create.mock.calls.length === 1) throw new Problem(503, 'unavailable', '', '')
		drafts++
		return draftOf(++version, w.parts[0]?.text ?? '')
	})
	const save = vi.fn(async (_: string, over: number, w: { parts: { text: string }[] }) => {
		await late()
		if (over !== version) throw new Problem(409, 'stale', '', '')
		return draftOf(++version, w.parts[0]?.text ?? '')
	})
	return { create, save, drafts: () => drafts }
}

test('however many wait for a slow server, one text is kept once, in one draft', async () => {
	const { drafts, ...server } = slow(1500)
	const { k, type } = keeping(server as never)
	const troubles = new Set<string>()
	k.subscribe(() => void troubles.add(k.get().trouble?.is ?? ''))
	for (let i = 1; i <= 60; i++) {
		type('x'.repeat(i))
		await vi.advanceTimersByTimeAsync(i % 10 === 0 ? 450 : 100)
	}
	await sends(k)
	await vi.advanceTimersByTimeAsync(20_000)
	expect(drafts()).toBe(1)
	expect(server.save.mock.calls.map(([, over]) => over)).toEqual(server.save.mock.calls.map((_, i) => i + 1))
	expect(troubles).not.toContain('stale')
	const texts = server.save.mock.calls.map(([, , w]) => w.parts[0]?.text)
	expect(new Set(texts).size).toBe(texts.length)
})
