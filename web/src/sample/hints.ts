import type { LiveEvent } from '../api/live'

/** What a newcomer is shown once each, in this order. */
export const hints = ['take', 'answer', 'why'] as const
export type Hint = (typeof hints)[number]

const key = 'switchboard.hints'
const changed = new Set<() => void>()
let done = load()

function load(): string {
	try {
		return localStorage.getItem(key) ?? ''
	} catch {
		return '' // without storage they come again with the page
	}
}

/** nextHint is the first that is not done, or nothing. */
export function nextHint(of: string = done): Hint | undefined {
	const gone = of.split(' ')
	return hints.find((h) => !gone.includes(h))
}

/** hintDone makes a hint go, for good. The place where it is followed calls it. */
export function hintDone(hint: Hint): void {
	if (done.split(' ').includes(hint)) return
	done = `${done} ${hint}`.trim()
	try {
		localStorage.setItem(key, done)
	} catch {
		// without storage it lasts until the page is closed
	}
	for (const call of changed) call()
}

export function onHints(call: () => void): () => void {
	changed.add(call)
	return () => changed.delete(call)
}

export const hintsNow = (): string => done

/** followed says which hint somebody follows by what happened. */
export function followed(event: LiveEvent, me: string): Hint | undefined {
	if (event.actor !== me) return undefined
	if (event.kind === 'offer.accepted' || event.kind === 'conversation.taken') return 'take'
	if (event.kind === 'delivery.queued' || event.kind === 'delivery.sent') return 'answer'
	return undefined
}
