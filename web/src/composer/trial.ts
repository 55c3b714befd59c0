import { vi } from 'vitest'
import { Problem } from '../api/problem'
import type { Draft, Found, Order } from './keeper'
import { Keeping } from './keeping'
import type { Server } from './server'
import type { Store } from './store'

/** draftOf is a draft as the server has it. */
export const draftOf = (version: number, text: string, more = {}): Draft =>
	({
		id: 'drf_1',
		version,
		leg_id: 'leg_1',
		parts: [{ text }],
		state: 'editing',
		hash: text,
		...more,
	}) as Draft

/** keeping is one over a server that does everything it is asked for, unless over says otherwise. */
export function keeping(over: Partial<Server> = {}) {
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

export const order = (more: Partial<Order> = {}): Order => ({
	take: false,
	close: false,
	open: false,
	name: 'Dana',
	...more,
})
export const sends = async (k: Keeping, how = order()) => {
	k.begin(how)
	await vi.advanceTimersByTimeAsync(0)
}
export const lost = () => new Problem(0, 'lost', '', '')
export const fails = (problem: Problem) => vi.fn(async () => Promise.reject(problem))
