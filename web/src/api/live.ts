import type { Query, QueryClient } from '@tanstack/react-query'
import type { Schemas } from './client'

export type LiveEvent = Schemas['Event']

/** Whether what is shown is up to date: since when the connection has been lost, if it is. */
export interface Line {
	lostSince: Date | null
}

type Told = (event: LiveEvent) => void

/** What is done about the stream itself. */
export interface Heard {
	/** Everything has to be read again. */
	onReset: () => void
	/** The server did not let us follow; it is tried again. */
	onRefused: () => void
}

/** Live follows what happens on the server. The browser reconnects by itself and names the last event it saw. */
export class Live {
	line: Line = { lostSince: null }
	#source: EventSource | null = null
	#told = new Set<Told>()
	#changed = new Set<() => void>()

	/** start follows until stop. */
	start(heard: Heard): () => void {
		let retry: ReturnType<typeof setTimeout> | undefined
		let wait = 1000
		let last = ''
		const open = () => {
			const source = new EventSource(
				last ? `/api/v1/events?after=${encodeURIComponent(last)}` : '/api/v1/events',
			)
			this.#source = source
			const note = (message: Event) => {
				last = (message as MessageEvent).lastEventId || last
			}
			source.onopen = () => {
				wait = 1000
				this.#set(null)
			}
			source.onmessage = (message) => {
				note(message)
				this.#tell(JSON.parse(message.data) as LiveEvent)
			}
			source.addEventListener('ready', note)
			source.addEventListener('reset', (message) => {
				note(message)
				heard.onReset()
			})
			source.onerror = () => {
				this.#set(this.line.lostSince ?? new Date())
				if (source.readyState !== EventSource.CLOSED) return
				// The server answered, but not with events: the browser gives up, we do not.
				heard.onRefused()
				retry = setTimeout(open, wait)
				wait = Math.min(wait * 2, 30_000)
			}
		}
		open()
		return () => {
			clearTimeout(retry)
			this.#source?.close()
			this.#source = null
		}
	}

	/** on calls back for every event. Returns how to stop. */
	on(told: Told): () => void {
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
			return [['policy']]
		case 'quarantine':
			return [['quarantine']]
		case 'notice':
			return [['notices']]
		case 'installation':
		case 'sample':
			return [[]]
	}
	if (!event.conversation_id) return []
	// What is being written changes nothing that was said, and a long timeline is dear to read again.
	if (event.kind === 'draft.saved') {
		return [['conversation', event.conversation_id, 'detail']]
	}
	const keys = [['conversation', event.conversation_id]]
	if (event.kind !== 'delivery.sending') {
		keys.push(['inbox'], ['counters'])
		if (about !== 'message' && about !== 'delivery' && about !== 'note') keys.push(['me']) // how much one leads
	}
	return keys
}

/** A list of more pages than this is deep: it is asked for again whole, page after page. */
const deepFrom = 8

function deep(query: Query): boolean {
	const pages = (query.state.data as { pages?: unknown[] } | undefined)?.pages
	return query.queryKey[0] === 'inbox' && (pages?.length ?? 0) >= deepFrom
}

/**
 * refresh asks again for what events made stale, many events together at once. Lists that somebody has scrolled far down
 * are asked for again less often.
 */
export function refresh(queries: QueryClient, live: Live, gather = 60, gatherDeep = 10_000): () => void {
	const waiting = new Map<string, string[]>()
	let timer: ReturnType<typeof setTimeout> | undefined
	let timerDeep: ReturnType<typeof setTimeout> | undefined
	const flushDeep = () => {
		timerDeep = undefined
		void queries.invalidateQueries({ queryKey: ['inbox'], predicate: deep })
	}
	const flush = () => {
		timer = undefined
		for (const key of waiting.values()) {
			void queries.invalidateQueries({ queryKey: key, predicate: (q) => !deep(q) })
			if (key.length === 0 || key[0] === 'inbox') timerDeep ??= setTimeout(flushDeep, gatherDeep)
		}
		waiting.clear()
	}
	const stop = live.on((event) => {
		for (const key of stale(event)) waiting.set(key.join('/'), key)
		if (waiting.size > 0) timer ??= setTimeout(flush, gather)
	})
	return () => {
		clearTimeout(timer)
		clearTimeout(timerDeep)
		stop()
	}
}
