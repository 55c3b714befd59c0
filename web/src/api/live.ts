import type { Query, QueryClient } from '@tanstack/react-query'
import type { Schemas } from './client'
import { share } from './shared'

export type LiveEvent = Schemas['Event']

/** Whether what is shown is up to date: since when the connection has been lost, if it is. */
export interface Line {
	lostSince: Date | null
}

type Said = (event: LiveEvent) => void

/** What is done about the stream itself. */
export interface Heard {
	/** Everything has to be read again. */
	onReset: () => void
	/** The server did not let us follow; it is tried again. */
	onRefused: () => void
}

/** Live tells what happens on the server. All tabs of a browser share one stream (api/shared.ts). */
export class Live {
	line: Line = { lostSince: null }
	#told = new Set<Said>()
	#changed = new Set<() => void>()

	/** start follows until stop. What was read before the stream began may lack what happened in between: it is read again. */
	start(heard: Heard): () => void {
		let begun = false
		return share({
			onReady: () => {
				if (!begun) heard.onReset()
				begun = true
			},
			onReset: heard.onReset,
			onRefused: heard.onRefused,
			onLine: (lostSince) => this.#set(lostSince),
			onEvent: (event) => this.#tell(event),
		})
	}

	/** on calls back for every event. Returns how to stop. */
	on(told: Said): () => void {
		this.#told.add(told)
		return () => this.#told.delete(told)
	}

	/** onLine calls back when the connection was lost or came back. Returns how to stop. */
	onLine = (changed: () => void): (() => void) => {
		this.#changed.add(changed)
		return () => this.#changed.delete(changed)
	}

	getLine = (): Line => this.line

	#tell(event: LiveEvent) {
		for (const told of this.#told) told(event)
	}

	#set(lostSince: Date | null) {
		if (this.line.lostSince?.getTime() === lostSince?.getTime()) return
		this.line = { lostSince }
		for (const changed of this.#changed) changed()
	}
}

/** stale says which answers an event makes out of date, as beginnings of query keys. */
export function stale(event: LiveEvent): string[][] {
	const [about] = event.kind.split('.')
	switch (about) {
		case 'agent':
			return [['agents'], ['me']]
		case 'account':
		case 'gap':
			return [['accounts']]
		case 'policy':
			return [['policy'], ['departments'], ['agents']] // who speaks for whom
		case 'policy_draft':
			return draftStale(event)
		case 'topics':
			return [['topics']]
		case 'classifier':
			return [['classifier']]
		case 'learning':
			return [['learning']]
		case 'report':
			return [['reports']]
		case 'notice':
			return [['notices']]
		case 'installation':
		case 'sample':
			return [[]]
	}
	if (!event.conversation_id || about === 'focus') return []
	// What is being written changes nothing that was said, and a long timeline is dear to read again.
	if (event.kind === 'draft.saved') {
		return [['conversation', event.conversation_id, 'detail']]
	}
	const keys = [['conversation', event.conversation_id]]
	if (event.kind !== 'delivery.sending') {
		keys.push(['inbox'], ['counters'])
		if (about === 'verdict') keys.push(['learning', 'state']) // how much there is to learn from
		if (about === 'cover') keys.push(['agents', 'week']) // who covers for whom
		if (about !== 'message' && about !== 'delivery' && about !== 'note') keys.push(['me']) // how much one leads
	}
	return keys
}

/** draftStale: what a draft would change goes by its text, and is asked again with another one. */
function draftStale({ kind, subject = '' }: LiveEvent): string[][] {
	const keys = [
		['policy', 'drafts'],
		['policy', 'draft', subject],
	]
	return kind === 'policy_draft.saved' ? keys : [...keys, ['policy', 'check', subject]]
}

/** A list of more pages than this is deep: it is asked for again whole, page after page. */
const deepFrom = 8

function deep(query: Query): boolean {
	const pages = (query.state.data as { pages?: unknown[] } | undefined)?.pages
	return query.queryKey[0] === 'inbox' && (pages?.length ?? 0) >= deepFrom
}

/** What may have changed something said long ago. */
const reachesBack =
	/^(message\.(?!received)|amendment\.|conversation\.(merged|absorbed)|delivery\.returned|installation\.|sample\.)/

/** The longest time that events are gathered for when they do not stop, in milliseconds. */
const gatherAtMost = 2000

/**
 * refresh asks again for what events made stale, many events together at once, and the longer the more there are of them.
 * What is being read is not cut off: it is read once more afterwards. Lists that somebody has scrolled far down are asked
 * for again less often, and of a long talk the end alone.
 */
export function refresh(queries: QueryClient, live: Live, gather = 60, gatherDeep = 10_000): () => void {
	const waiting = new Map<string, { query: Query; whole: boolean }>()
	let wait = gather
	let timer: ReturnType<typeof setTimeout> | undefined
	let timerDeep: ReturnType<typeof setTimeout> | undefined
	let idle: ReturnType<typeof setTimeout> | undefined
	const flushDeep = () => {
		timerDeep = undefined
		void queries.invalidateQueries({ queryKey: ['inbox'], predicate: deep }, { cancelRefetch: false })
	}
	const flush = () => {
		timer = undefined
		for (const [hash, { query, whole }] of waiting) {
			if (query.state.fetchStatus === 'fetching') continue
			waiting.delete(hash)
			if (deep(query)) timerDeep ??= setTimeout(flushDeep, gatherDeep)
			else again(queries, query, whole)
		}
		wait = Math.min(wait * 2, gatherAtMost)
		if (waiting.size > 0) timer = setTimeout(flush, wait)
		else idle = setTimeout(() => (wait = gather), gatherAtMost)
	}
	const stop = live.on((event) => {
		clearTimeout(idle)
		const all = stale(event).flatMap((queryKey) => queries.getQueryCache().findAll({ queryKey }))
		for (const query of all) {
			const whole = reachesBack.test(event.kind) || (waiting.get(query.queryHash)?.whole ?? false)
			waiting.set(query.queryHash, { query, whole })
		}
		if (waiting.size > 0) timer ??= setTimeout(flush, wait)
	})
	return () => {
		for (const one of [timer, timerDeep, idle]) clearTimeout(one)
		stop()
	}
}

/**
 * readAll asks again for everything that is shown. What is being read for the first time may be answered with what was so
 * before, and cannot be cut off: it is read once more afterwards.
 */
export function readAll(queries: QueryClient): void {
	const first = queries
		.getQueryCache()
		.findAll({ fetchStatus: 'fetching', predicate: (query) => query.state.data === undefined })
	void queries.invalidateQueries()
	for (const { promise, queryKey } of first) {
		const once = () => void queries.invalidateQueries({ queryKey, exact: true })
		promise?.then(once, () => {})
	}
}

/** Newest reads the end of a long list again, and gives it put to what is known; nothing when that does not join up. */
export type Newest = (known: unknown) => Promise<unknown>

function again(queries: QueryClient, query: Query, all: boolean): void {
	const { queryKey } = query
	const whole = () => void queries.invalidateQueries({ queryKey, exact: true }, { cancelRefetch: false })
	const newest = query.meta?.newest as Newest | undefined
	const pages = (query.state.data as { pages?: unknown[] } | undefined)?.pages?.length ?? 0
	if (all || !newest || pages < 2 || !query.isActive()) {
		whole()
		return
	}
	const before = query.state.data
	void newest(before).then((now) => {
		if (now === undefined || query.state.data !== before) whole()
		else queries.setQueryData(queryKey, now)
	}, whole)
}
