import { useSyncExternalStore } from 'react'

/** Refusal is why something that was shown as done was not done. */
export interface Refusal {
	conversation: string
	/** Whose conversation it is, to tell somebody who has moved on. */
	name: string
	error: Error
}

/** Refusals remembers what was refused last in each conversation, wherever one goes meanwhile. */
export class Refusals {
	#all: readonly Refusal[] = []
	#changed = new Set<() => void>()

	tell(refusal: Refusal): void {
		this.#set([...this.#all.filter((r) => r.conversation !== refusal.conversation), refusal])
	}

	forget(conversation: string): void {
		if (this.of(conversation)) this.#set(this.#all.filter((r) => r.conversation !== conversation))
	}

	clear(): void {
		this.#set([])
	}

	of = (conversation: string): Refusal | undefined => this.#all.find((r) => r.conversation === conversation)

	all = (): readonly Refusal[] => this.#all

	subscribe = (changed: () => void): (() => void) => {
		this.#changed.add(changed)
		return () => this.#changed.delete(changed)
	}

	#set(all: readonly Refusal[]) {
		this.#all = all
		for (const changed of this.#changed) changed()
	}
}

export const refusals = new Refusals()

/** useRefusals lists what was refused, the last one last. */
export function useRefusals(): readonly Refusal[] {
	return useSyncExternalStore(refusals.subscribe, refusals.all)
}
