import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Keeping } from './keeping'
import { keepAfter, lookAfter } from './saving'
import { leaveAfter } from './sending'
import { partsOf, type Server } from './server'
import { keeping, lost, order } from './trial'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('what was left in the tab is found again', () => {
	const { store, server } = keeping()
	store.save('cnv_2', 'text', { leg: 'leg_1', text: 'From before' })
	const k = new Keeping('cnv_2', server as unknown as Server, store)
	expect(k.get()).toMatchObject({ text: 'From before', restored: true })
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

test('a note is stored without the words the server has', async () => {
	const { k, kept, type } = keeping()
	type('Hello')
	await vi.advanceTimersByTimeAsync(lookAfter)
	k.happen({ is: 'noted', note: 'She called.' })
	expect([...kept.keys()]).toEqual(['cnv_1 note'])
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
