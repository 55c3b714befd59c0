import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../api/problem'
import { lookAfter } from './saving'
import { leaveAfter } from './sending'
import { draftOf, fails, keeping, lost, order, sends } from './trial'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

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

test('however often it is asked what became of an answer, one question is under way', async () => {
	let under = 0
	let most = 0
	const get = vi.fn(async () => {
		most = Math.max(most, ++under)
		await new Promise((done) => setTimeout(done, 1000))
		under--
		throw lost()
	})
	const { k, type } = keeping({ send: fails(lost()), get: get as never })
	type('Hello')
	await sends(k)
	for (let i = 0; i < 5; i++) void k.settle()
	k.resume()
	await vi.advanceTimersByTimeAsync(1500)
	expect(most).toBe(1)
	expect(get).toHaveBeenCalledOnce()
	void k.settle() // asks at once: the one that was to come is not asked as well
	await vi.advanceTimersByTimeAsync(5500)
	expect(get).toHaveBeenCalledTimes(2)
	expect(most).toBe(1)
})
