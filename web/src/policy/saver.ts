import type { Accepted } from './api'

/** What of a draft is kept. */
export interface Content {
	source: string
	why: string
	objective: string
	accepted: Accepted[]
}

export interface State {
	/** kept: the server has it; waiting: it is being written or will be; failed: it could not be kept. */
	is: 'kept' | 'waiting' | 'failed'
	error?: unknown
}

/** Keep sends what was written with the version it was made from, and gives the version it became. */
export type Keep = (content: Content, version: number) => Promise<number>

/**
 * Saver keeps a draft a moment after each change, one write after the other, so that the last words are always those that
 * are kept. What was refused waits until somebody says what becomes of it.
 */
export class Saver {
	state: State = { is: 'kept' }
	#next: Content | undefined
	#timer: ReturnType<typeof setTimeout> | undefined
	#running: Promise<void> | undefined
	#told = new Set<() => void>()

	constructor(
		readonly keep: Keep,
		public version: number,
		readonly patience = 700,
	) {}

	/** change is told of every change. */
	change(content: Content): void {
		this.#next = content
		clearTimeout(this.#timer)
		this.#timer = setTimeout(() => void this.flush(), this.patience)
		if (this.state.is !== 'failed') this.#set({ is: 'waiting' })
	}

	/** flush keeps what was not kept yet; resolves once it is, or could not be. */
	async flush(): Promise<void> {
		clearTimeout(this.#timer)
		if (this.#running) await this.#running
		const content = this.#next
		if (!content) return
		this.#next = undefined
		this.#running = this.#write(content)
		await this.#running
		this.#running = undefined
		if (this.#next && this.state.is !== 'failed') await this.flush()
	}

	async #write(content: Content): Promise<void> {
		try {
			this.version = await this.keep(content, this.version)
			this.#set(this.#next ? { is: 'waiting' } : { is: 'kept' })
		} catch (error) {
			this.#next ??= content
			this.#set({ is: 'failed', error })
		}
	}

	/** over keeps what is here over another version. */
	over(version: number): Promise<void> {
		this.version = version
		return this.flush()
	}

	/** take drops what waits, for another version that is taken in its place. */
	take(version: number): void {
		clearTimeout(this.#timer)
		this.#next = undefined
		this.version = version
		this.#set({ is: 'kept' })
	}

	subscribe = (told: () => void): (() => void) => {
		this.#told.add(told)
		return () => this.#told.delete(told)
	}

	#set(state: State) {
		this.state = state
		for (const told of this.#told) told()
	}
}
