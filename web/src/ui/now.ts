import { useSyncExternalStore } from 'react'

/** Clock is one timer for everything that shows the time at one pace. */
class Clock {
	#now = new Date()
	#timer: ReturnType<typeof setInterval> | undefined
	#watching = new Set<() => void>()

	constructor(readonly every: number) {}

	get = () => {
		// It stood still while nobody looked.
		if (this.#timer === undefined && Date.now() - this.#now.getTime() >= this.every) this.#now = new Date()
		return this.#now
	}

	watch = (call: () => void) => {
		this.#watching.add(call)
		this.#timer ??= setInterval(this.#tick, this.every)
		return () => {
			this.#watching.delete(call)
			if (this.#watching.size > 0) return
			clearInterval(this.#timer)
			this.#timer = undefined
		}
	}

	#tick = () => {
		this.#now = new Date()
		for (const call of [...this.#watching]) call()
	}
}

const clocks = new Map<number, Clock>()

/** useNow gives the time and draws again when it has moved on by every milliseconds. All of one pace move together. */
export function useNow(every: number): Date {
	let clock = clocks.get(every)
	if (!clock) {
		clock = new Clock(every)
		clocks.set(every, clock)
	}
	return useSyncExternalStore(clock.watch, clock.get)
}

/** How often what tells of deadlines looks at the time, in milliseconds: once a second only within the last minute or so. */
const glance = 10_000
const nearly = 75_000

/**
 * useDeadlines gives the time by which deadlines are told. The groups of a list, its rows, its screen reader's words and
 * the open conversation all go by it, so that no two of them disagree. at is the deadline, for what shows one.
 */
export function useDeadlines(at?: string): Date {
	const left = at === undefined ? Number.POSITIVE_INFINITY : Date.parse(at) - Date.now()
	return useNow(left > 0 && left < nearly ? 1000 : glance)
}
