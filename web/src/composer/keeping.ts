import { newKey } from '../api/intent'
import { Problem } from '../api/problem'
import type { Draft, Happening, Keeper, Order } from './keeper'
import { Saving } from './saving'
import { Sending, type TellSent } from './sending'
import type { Carries, Server } from './server'
import type { Store } from './store'
import { Written } from './written'

/** Told is told what came of it when words have gone out. */
export interface Told {
	sent: TellSent
	noted: (conversation: string) => void
}

/**
 * Keeping is one conversation's desk: what is written there (Written) is kept on the server and looked over (Saving), and it
 * alone sends it and knows what became of that (Sending), wherever whoever wrote it has gone meanwhile.
 */
export class Keeping {
	readonly #written: Written
	readonly #saving: Saving
	readonly #sending: Sending

	constructor(
		readonly id: string,
		readonly server: Server,
		store: Store,
		readonly told?: Told,
	) {
		this.#written = new Written(id, store)
		this.#saving = new Saving(this.#written, server)
		this.#sending = new Sending(this.#written, this.#saving, told?.sent)
	}

	get = (): Keeper => this.#written.now

	subscribe = (changed: () => void): (() => void) => this.#written.watch(changed)

	/** What the way that is chosen can carry. */
	set carries(carries: Carries) {
		this.#saving.carries = carries
	}

	/** happen takes in what somebody does or what is told, and keeps what has to be kept. */
	happen(h: Happening): void {
		this.#written.take(h)
		this.#saving.later()
	}

	/** note tells colleagues what is noted. A note of which it is not known whether they have it is told once. */
	async note(): Promise<void> {
		const { note, noteKey } = this.get()
		const key = noteKey ?? newKey()
		this.#written.take({ is: 'noting', key })
		try {
			await this.server.note(this.id, note.trim(), key)
		} catch (error) {
			if (error instanceof Problem && !error.lost) this.#written.take({ is: 'noted', note: this.get().note })
			throw error
		}
		if (this.get().note === note) this.#written.take({ is: 'noted', note: '' })
		this.told?.noted(this.id)
	}

	/** drop gives up what was written to the customer. */
	drop(): Promise<void> {
		this.#sending.stop()
		return this.#saving.drop()
	}

	/** rest stops all of it when nobody is signed in any more. */
	rest(): void {
		this.#saving.resting = true
		this.#saving.stop()
		this.#sending.rest()
	}

	/** resume goes on when the same person is back. */
	resume(): void {
		if (!this.#saving.resting) return
		this.#saving.resting = false
		this.#sending.resume()
		this.#saving.later()
	}

	see = (drafts: Draft[]): void => this.#saving.see(drafts)
	swap = (): Promise<void> => this.#saving.swap()
	dropOther = (): Promise<void> => this.#saving.dropOther()
	flush = (): Promise<void> => this.#saving.flush()
	thaw = (): Promise<void> => this.#saving.thaw()

	begin = (order: Order): void => this.#sending.begin(order)
	undo = (): boolean => this.#sending.undo()
	now = (): Promise<void> | undefined => this.#sending.now()
	settle = (): Promise<void> => this.#sending.settle()
}
