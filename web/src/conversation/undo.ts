import { useSyncExternalStore } from 'react'

/** How long what was done can be taken back, in milliseconds. */
export const undoFor = 8000

/** Undoable is what was done last and how it is taken back. */
export interface Undoable {
	conversation: string
	said: string
	run: () => void
}

/** Undo remembers the last thing that can be taken back, wherever one goes meanwhile. */
export class Undo {
	#now: Undoable | null = null
	#timer: ReturnType<typeof setTimeout> | undefined
	#changed = new Set<() => void>()

	offer(what: Undoable): void {
		this.#set(what)
		this.#timer = setTimeout(() => this.#set(null), undoFor)
	}

	/** take takes it back; once. */
	take(): void {
		const what = this.#now
		this.#set(null)
		what?.run()
	}

	clear(): void {
		this.#set(null)
	}

	get = (): Undoable | null => this.#now

	subscribe = (changed: () => void): (() => void) => {
		this.#changed.add(changed)
		return () => this.#changed.delete(changed)
	}

	#set(what: Undoable | null) {
		clearTimeout(this.#timer)
		this.#now = what
		for (const changed of this.#changed) changed()
	}
}

export const undo = new Undo()

/** useUndo gives what can be taken back now. */
export function useUndo(): Undoable | null {
	return useSyncExternalStore(undo.subscribe, undo.get)
}
