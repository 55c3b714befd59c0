import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../api/problem'
import { Desk, desk, forgetOthers, rise, sit, storeOf } from './desk'
import type { Server } from './server'

class Memory {
	all = new Map<string, string>()
	get length() {
		return this.all.size
	}
	key = (i: number) => [...this.all.keys()][i] ?? null
	getItem = (key: string) => this.all.get(key) ?? null
	setItem = (key: string, value: string) => void this.all.set(key, value)
	removeItem = (key: string) => void this.all.delete(key)
	clear = () => this.all.clear()
}

let storage: Storage
beforeEach(() => {
	vi.useFakeTimers()
	storage = new Memory()
	vi.stubGlobal('localStorage', storage)
})
afterEach(() => {
	vi.useRealTimers()
	vi.unstubAllGlobals()
})

const told = { sent: () => {}, noted: () => {} }
const note = (text: string) => desk().of('cnv_1').happen({ is: 'noted', note: text })

test('whoever sits down after somebody else finds nothing of theirs, nor does the browser keep it', () => {
	const queries = new QueryClient()
	expect(sit(queries, 'agt_1', told)).toBe(false)
	note('For Ada alone.')
	expect(JSON.stringify([...(storage as unknown as Memory).all])).toContain('For Ada alone.')
	rise()
	expect(sit(queries, 'agt_2', told)).toBe(true)
	expect(desk().of('cnv_1').get().note).toBe('')
	expect((storage as unknown as Memory).all.size).toBe(0)
})

test('whoever signs in again finds their words, also after the tab was closed', () => {
	const queries = new QueryClient()
	sit(queries, 'agt_1', told)
	note('She called.')
	rise()
	expect(sit(queries, 'agt_1', told)).toBe(false)
	expect(desk().of('cnv_1').get().note).toBe('She called.')
	sit(new QueryClient(), 'agt_1', told)
	expect(desk().of('cnv_1').get().note).toBe('She called.')
})

test('what lies in the browser besides stays', () => {
	storage.setItem('switchboard.appearance', '{}')
	storage.setItem('switchboard.writing.agt_10.cnv_1.note', '{}')
	forgetOthers('agt_1', storage)
	expect([...(storage as unknown as Memory).all.keys()]).toEqual(['switchboard.appearance'])
})

const draft = {
	id: 'drf_1',
	version: 1,
	leg_id: 'leg_1',
	parts: [{ text: 'Hello' }],
	state: 'editing',
	hash: 'h',
}
const written = (send: () => Promise<unknown>) => {
	const server = { create: async () => draft, check: async () => ({}), get: async () => draft, send }
	const d = new Desk('agt_1', storeOf('agt_1', storage), told, server as unknown as Server)
	d.of('cnv_1').happen({ is: 'leg', leg: 'leg_1' })
	d.of('cnv_1').happen({ is: 'typed', text: 'Hello' })
	d.of('cnv_1').begin({ take: false, close: false, open: true, name: 'Dana' })
	return d
}

test('an answer that waits goes out before its author does', async () => {
	const send = vi.fn(async () => ({ outcome: 'allow', draft, deliveries: [] }))
	const d = written(send)
	expect(d.busy()).toBe(true)
	expect(await d.settle()).toBe(true)
	expect(send).toHaveBeenCalledOnce()
	expect(d.busy()).toBe(false)
})

test('one that is refused then keeps its author, and is told', async () => {
	const d = written(async () => Promise.reject(new Problem(409, 'conflict', '', '')))
	expect(await d.settle()).toBe(false)
	expect(d.going().map((k) => k.get().going?.is)).toEqual(['refused'])
})
