import type { LiveEvent } from './live'

/** What comes of following. */
export interface Follower {
	/** The stream stands, from here on. */
	onReady: () => void
	onReset: () => void
	onRefused: () => void
	onLine: (lostSince: Date | null) => void
	onEvent: (event: LiveEvent) => void
}

/**
 * follow reads the server's events until it is stopped, from behind the last one that was seen, and says each time which that
 * is. The browser reconnects by itself; where it gives up, we do not.
 */
export function follow(last: string, saw: (id: string) => void, f: Follower): () => void {
	let source: EventSource
	let retry: ReturnType<typeof setTimeout> | undefined
	let wait = 1000
	let lostSince: Date | null = null
	const line = (lost: Date | null) => {
		lostSince = lost
		f.onLine(lost)
	}
	const note = (message: Event) => {
		last = (message as MessageEvent).lastEventId || last
		saw(last)
	}
	const open = () => {
		source = new EventSource(last ? `/api/v1/events?after=${encodeURIComponent(last)}` : '/api/v1/events')
		source.onopen = () => {
			wait = 1000
			line(null)
		}
		source.onmessage = (message) => {
			note(message)
			f.onEvent(JSON.parse(message.data) as LiveEvent)
		}
		source.addEventListener('ready', (message) => {
			note(message)
			f.onReady()
		})
		source.addEventListener('reset', (message) => {
			note(message)
			f.onReset()
		})
		source.onerror = () => {
			line(lostSince ?? new Date())
			if (source.readyState !== EventSource.CLOSED) return
			// The server answered, but not with events.
			f.onRefused()
			retry = setTimeout(open, wait)
			wait = Math.min(wait * 2, 30_000)
		}
	}
	open()
	return () => {
		clearTimeout(retry)
		source.close()
	}
}
