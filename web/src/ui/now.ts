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
