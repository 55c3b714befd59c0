import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Live, type LiveEvent, readAll, refresh, stale } from './live'

const event = (kind: string, conversation?: string) => ({ kind, conversation_id: conversation }) as LiveEvent

test.each([
	['message.received', 'cnv_1', [['conversation', 'cnv_1'], ['inbox'], ['counters']]],
	[
		'verdict.confirmed',
		'cnv_1',
		[['conversation', 'cnv_1'], ['inbox'], ['counters'], ['learning', 'state'], ['me']],
	],
	['draft.saved', 'cnv_1', [['conversation', 'cnv_1', 'detail']]],
	['agent.presence', undefined, [['agents'], ['me']]],
	['account.changed', undefined, [['accounts']]],
	['installation.restored', undefined, [[]]],
	['policy.activated', undefined, [['policy'], ['departments'], ['agents']]],
	['classifier.spent', undefined, [['classifier']]],
	['learning.used', undefined, [['learning']]],
	['something.new', undefined, []],
] as const)('%s makes stale what it changed', (kind, conversation, keys) => {
	expect(stale(event(kind, conversation))).toEqual(keys)
})

test('what is done to a draft of a policy makes that draft stale, and who has signed it', () => {
	const draft = (kind: string) => stale({ kind, subject: 'next' } as LiveEvent)
	const read = [
		['policy', 'drafts'],
		['policy', 'draft', 'next'],
	]
	expect(draft('policy_draft.saved')).toEqual(read)
	for (const kind of ['policy_draft.asked', 'policy_draft.signed', 'policy_draft.dropped'])
		expect(draft(kind)).toEqual([...read, ['policy', 'check', 'next']])
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

test('what happened between the first readings and the beginning of the stream is read', () => {
	const onReset = vi.fn()
	const stop = new Live().start({ onReset, onRefused: () => {} })
	stream().dispatchEvent(new MessageEvent('ready', { lastEventId: 'inc:7' }))
	expect(onReset).toHaveBeenCalledOnce()
	stream().dispatchEvent(new MessageEvent('ready', { lastEventId: 'inc:9' }))
	expect(onReset).toHaveBeenCalledOnce()
	stop()
})

// Locks as a browser has them: who asks later waits until the one before is done.
function locks() {
	let turn = Promise.resolve()
	return {
		request: (_: string, o: { signal: AbortSignal }, run: () => Promise<void>) => {
			turn = turn.then(() => (o.signal.aborted ? undefined : run()))
			return turn
		},
	}
}
const tick = () => vi.advanceTimersByTimeAsync(0)

class Channel {
	static all = new Set<Channel>()
	onmessage: (message: { data: unknown }) => void = () => {}
	constructor() {
		Channel.all.add(this)
	}
	postMessage(data: unknown) {
		for (const other of Channel.all) if (other !== this) other.onmessage({ data })
	}
	close() {
		Channel.all.delete(this)
	}
}

test('all tabs share one stream, and when the tab that reads goes another reads on where it ended', async () => {
	vi.stubGlobal('navigator', { locks: locks() })
	vi.stubGlobal('BroadcastChannel', Channel)
	const heard: string[][] = [[], []]
	const begun = heard.map((list) => {
		const live = new Live()
		live.on((e) => list.push(e.kind))
		return live.start({ onReset: () => list.push('reset'), onRefused: () => {} })
	})
	await tick()
	expect(Stream.all).toHaveLength(1)
	stream().onopen()
	stream().dispatchEvent(new MessageEvent('ready', { lastEventId: 'inc:7' }))
	stream().tell(event('message.received', 'cnv_1'), 'inc:8')
	expect(heard).toEqual(Array(2).fill(['reset', 'message.received']))
	const late: string[] = []
	const third = new Live().start({ onReset: () => late.push('reset'), onRefused: () => {} })
	expect(late).toEqual(['reset'])
	begun[0]?.()
	await tick()
	expect(Stream.all.map((s) => s.url)).toEqual(['/api/v1/events', '/api/v1/events?after=inc%3A8'])
	stream().tell(event('note.added', 'cnv_1'), 'inc:9')
	expect(heard[1]).toEqual(['reset', 'message.received', 'note.added'])
	begun[1]?.()
	third()
	await tick()
})

const reading = (queries: QueryClient, key: string[]) => {
	const reads: (() => void)[] = []
	const queryFn = () => new Promise<number>((done) => reads.push(() => done(reads.length)))
	const stop = new QueryObserver(queries, { queryKey: key, queryFn }).subscribe(() => {})
	return { reads, stop }
}

test('what was being read for the first time when the stream began is read once more', async () => {
	const queries = new QueryClient()
	const { reads, stop: unread } = reading(queries, ['inbox', 'mine'])
	const stop = new Live().start({ onReset: () => readAll(queries), onRefused: () => {} })
	stream().dispatchEvent(new MessageEvent('ready', { lastEventId: 'inc:7' }))
	await tick()
	expect(reads).toHaveLength(1)
	reads[0]?.()
	await tick()
	expect(reads).toHaveLength(2)
	reads[1]?.()
	await tick()
	expect(reads).toHaveLength(2)
	unread()
	stop()
})

test('under a storm of events a reading is not cut off, and is done once more when it has ended', async () => {
	const live = new Live()
	const queries = new QueryClient()
	const stop = live.start({ onReset: () => {}, onRefused: () => {} })
	const done = refresh(queries, live)
	const { reads, stop: unread } = reading(queries, ['inbox', 'mine'])
	reads[0]?.()
	await tick()
	for (let i = 0; i < 100; i++) {
		stream().tell(event('message.received', 'cnv_1'))
		await vi.advanceTimersByTimeAsync(50)
	}
	expect(reads).toHaveLength(2)
	reads[1]?.()
	await vi.advanceTimersByTimeAsync(2000)
	expect(reads).toHaveLength(3)
	reads[2]?.()
	await vi.advanceTimersByTimeAsync(5000)
	expect(reads).toHaveLength(3)
	for (let i = 0; i < 100; i++) {
		stream().tell(event('message.received', 'cnv_1'))
		await vi.advanceTimersByTimeAsync(100)
		for (const end of reads) end()
	}
	expect(reads.length).toBeLessThan(14)
	unread()
	done()
	stop()
})

test('of a long talk the end alone is read again, unless what was said long ago may be other', async () => {
	const live = new Live()
	const queries = new QueryClient()
	const newest = vi.fn(async () => ({ pages: [['c', 'd'], ['a']], pageParams: [] }))
	const key = ['conversation', 'cnv_1', 'timeline']
	queries.setQueryData(key, { pages: [['c'], ['a']], pageParams: [] })
	const all = vi.fn(async () => ({ pages: [['z']], pageParams: [] }))
	const o = new QueryObserver(queries, { queryKey: key, queryFn: all, meta: { newest }, staleTime: Infinity })
	const unread = o.subscribe(() => {})
	const stop = live.start({ onReset: () => {}, onRefused: () => {} })
	const done = refresh(queries, live)
	stream().tell(event('message.received', 'cnv_1'))
	await vi.advanceTimersByTimeAsync(60)
	expect(newest).toHaveBeenCalledOnce()
	expect(all).not.toHaveBeenCalled()
	expect(queries.getQueryData(key)).toEqual({ pages: [['c', 'd'], ['a']], pageParams: [] })
	for (const [i, kind] of ['message.revised', 'delivery.returned'].entries()) {
		stream().tell(event(kind, 'cnv_1'))
		await vi.advanceTimersByTimeAsync(5000)
		expect(all).toHaveBeenCalledTimes(i + 1)
		queries.setQueryData(key, { pages: [['c'], ['a']], pageParams: [] })
	}
	unread()
	done()
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
