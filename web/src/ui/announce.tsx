import { useRef, useSyncExternalStore } from 'react'

/** The least time between two lines a screen reader hears of by itself. */
const apart = 5000

let said = { text: '' }
let next: string | undefined
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

function say(text: string) {
	said = { text } // the same words again are another line
	timer = setTimeout(() => {
		timer = undefined
		if (next === undefined) return
		const waiting = next
		next = undefined
		say(waiting)
	}, apart)
	for (const call of listeners) call()
}

/** announce has a screen reader say a line politely, at most one every five seconds; the last one asked for wins. */
export function announce(text: string): void {
	if (timer) next = text
	else say(text)
}

const subscribe = (call: () => void) => {
	listeners.add(call)
	return () => listeners.delete(call)
}

/** Announcer is where the lines stand. There is one on the page. */
export function Announcer() {
	const line = useSyncExternalStore(subscribe, () => said)
	const turn = useRef({ line, n: 0 })
	if (turn.current.line !== line) turn.current = { line, n: turn.current.n + 1 }
	return (
		<p role="status" aria-live="polite" className="sr-only">
			<span key={turn.current.n}>{line.text}</span>
		</p>
	)
}
