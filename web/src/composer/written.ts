import { type Happening, type Keeper, keep, nothing } from './keeper'
import { changed, type Store } from './store'

/** Written is what is written in one conversation, as it is now: told to whoever watches, and stored in this browser. */
export class Written {
	#now: Keeper = nothing
	#watching = new Set<() => void>()

	constructor(
		readonly id: string,
		readonly store: Store,
	) {
		const words = store.load(id)
		if (Object.keys(words).length > 0) this.take({ is: 'found', words })
	}

	get now(): Keeper {
		return this.#now
	}

	watch(call: () => void): () => void {
		this.#watching.add(call)
		return () => this.#watching.delete(call)
	}

	/** take lets something happen to it. */
	take(h: Happening): void {
		const before = this.#now
		const next = keep(before, h)
		if (next === before) return
		this.#now = next
		for (const [part, words] of changed(before, next)) this.store.save(this.id, part, words)
		for (const call of this.#watching) call()
	}
}
