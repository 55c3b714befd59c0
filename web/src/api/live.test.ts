import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Live, type LiveEvent, refresh, stale } from './live'

const event = (kind: string, conversation?: string) => ({ kind, conversation_id: conversation }) as LiveEvent

test.each([
	['message.received', 'cnv_1', [['conversation', 'cnv_1'], ['inbox'], ['counters']]],
	['draft.saved', 'cnv_1', [['conversation', 'cnv_1', 'detail']]],
	['agent.presence', undefined, [['agents'], ['me']]],
	['account.changed', undefined, [['accounts']]],
	['installation.restored', undefined, [[]]],
	['something.new', undefined, []],
] as const)('%s makes stale what it changed', (kind, conversation, keys) => {
	expect(stale(event(kind, conversation))).toEqual(keys)
})

// A stream that is in the hands of the test.
class Stream extends EventTarget {
	static CLOSED = 2
	static all: Stream[] = []
	readyState = 1
	onopen: () => void = () => {}
	onerror: () => void = () => {}
	onmessage: (message: MessageEvent) => void = () => {}
	constructor(readonly url: string) {
		super()
		Stream.all.push(this)
	}
	close() {
		this.readyState = Stream.CLOSED
	}
	tell(e: LiveEvent, lastEventId = '') {
		this.onmessage(new MessageEvent('message', { data: JSON.stringify(e), lastEventId }))
	}
}

beforeEach(() => {
	vi.useFakeTimers()
	Stream.all = []
	vi.stubGlobal('EventSource', Stream)
})
afterEach(() => {
	vi.useRealTimers()
	vi.unstubAllGlobals()
})

const stream = () => Stream.all.at(-1) as Stream

test('a stream the browser gives up is opened again where it ended, later each time', () => {
	const live = new Live()
	const onRefused = vi.fn()
	const stop = live.start({ onReset: () => {}, onRefused })
	stream().onopen()
	stream().tell(event('message.received', 'cnv_1'), 'inc:7')
	stream().readyState = Stream.CLOSED
	stream().onerror()
	expect(live.line.lostSince).not.toBeNull()
	expect(onRefused).toHaveBeenCalledOnce()
	vi.advanceTimersByTime(1000)
	expect(Stream.all.map((s) => s.url)).toEqual(['/api/v1/events', '/api/v1/events?after=inc%3A7'])
	stream().readyState = Stream.CLOSED
	stream().onerror()
	vi.advanceTimersByTime(1999)
	expect(Stream.all).toHaveLength(2)
	vi.advanceTimersByTime(1)
	expect(Stream.all).toHaveLength(3)
	stream().onopen()
	expect(live.line.lostSince).toBeNull()
	stop()
})

test('a list scrolled far down is asked for again less often', () => {
	const live = new Live()
	const queries = new QueryClient()
	const pages = (n: number) => ({ pages: Array.from({ length: n }, () => ({ items: [] })), pageParams: [] })
	queries.setQueryData(['inbox', 'mine'], pages(2))
	queries.setQueryData(['inbox', 'all'], pages(9))
	const stop = live.start({ onReset: () => {}, onRefused: () => {} })
	const done = refresh(queries, live)
	const isStale = (view: string) => queries.getQueryState(['inbox', view])?.isInvalidated
	stream().tell(event('message.received', 'cnv_1'))
	vi.advanceTimersByTime(60)
	expect([isStale('mine'), isStale('all')]).toEqual([true, false])
	vi.advanceTimersByTime(10_000)
	expect(isStale('all')).toBe(true)
	done()
	stop()
})
