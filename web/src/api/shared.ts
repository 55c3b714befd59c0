import type { LiveEvent } from './live'
import { type Follower, follow } from './stream'

const name = 'switchboard.live'

/** What the tab that reads tells the others, and what a tab that comes asks it. */
type Word =
	| { is: 'hello' }
	| { is: 'ready' | 'reset'; last: string; lostSince: Date | null }
	| { is: 'refused' }
	| { is: 'line'; lostSince: Date | null }
	| { is: 'event'; event: LiveEvent; last: string }

/**
 * share follows with one stream for all tabs of the browser, since a server may give it no more than six connections: one
 * tab reads and tells the others, and when it goes another reads on behind the last event it heard of. Where the browser
 * has no locks (a page that is not secure), a tab that nobody sees does without its stream.
 */
export function share(f: Follower): () => void {
	const locks = globalThis.navigator?.locks
	return locks && typeof BroadcastChannel !== 'undefined' ? together(locks, f) : alone(f)
}

function together(locks: LockManager, f: Follower): () => void {
	const others = new BroadcastChannel(name)
	const over = new AbortController()
	let last = ''
	let ready = false
	let lostSince: Date | null = null
	const tell = (word: Word) => others.postMessage(word)
	const hear = (word: Word) => {
		if ('last' in word) last = word.last
		if ('lostSince' in word) {
			lostSince = word.lostSince
			f.onLine(lostSince)
		}
		if (word.is === 'ready') f.onReady()
		if (word.is === 'reset') f.onReset()
		if (word.is === 'refused') f.onRefused()
		if (word.is === 'event') f.onEvent(word.event)
	}
	const both = (word: Word) => {
		hear(word)
		tell(word)
	}
	others.onmessage = ({ data }: MessageEvent<Word>) => {
		if (data.is !== 'hello') hear(data)
		else if (ready) tell({ is: 'ready', last, lostSince })
	}
	const read = () =>
		new Promise<void>((done) => {
			const stop = follow(last, (id) => (last = id), {
				onReady: () => {
					ready = true
					both({ is: 'ready', last, lostSince })
				},
				onReset: () => both({ is: 'reset', last, lostSince }),
				onRefused: () => both({ is: 'refused' }),
				onLine: (lost) => both({ is: 'line', lostSince: lost }),
				onEvent: (event) => both({ is: 'event', event, last }),
			})
			over.signal.addEventListener('abort', () => {
				stop()
				done()
			})
		})
	tell({ is: 'hello' })
	locks
		.request(name, { signal: over.signal }, () => (over.signal.aborted ? undefined : read()))
		.catch(() => {
			// stopped before it was this tab's turn
		})
	return () => {
		over.abort()
		others.close()
	}
}

function alone(f: Follower): () => void {
	let last = ''
	let stop: (() => void) | undefined
	const see = () => {
		const hidden = globalThis.document?.visibilityState === 'hidden'
		if (hidden) stop?.()
		stop = hidden ? undefined : (stop ?? follow(last, (id) => (last = id), f))
	}
	see()
	globalThis.document?.addEventListener('visibilitychange', see)
	return () => {
		stop?.()
		globalThis.document?.removeEventListener('visibilitychange', see)
	}
}
