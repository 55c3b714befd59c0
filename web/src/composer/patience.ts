const first = 5000
const most = 60_000

/** Patience is how long to wait before what did not work is tried again: each time twice as long, in milliseconds. */
export class Patience {
	#wait = first

	/** again runs something after the wait. */
	again(run: () => void): ReturnType<typeof setTimeout> {
		const wait = this.#wait
		this.#wait = Math.min(2 * wait, most)
		return setTimeout(run, wait)
	}

	/** worked begins anew: the next wait is a short one. */
	worked(): void {
		this.#wait = first
	}
}
