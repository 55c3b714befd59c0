import { useSyncExternalStore } from 'react'

/** How long a public post waits before it leaves, in milliseconds. */
export const leaveAfter = 5000

/** Leave is one answer that is about to go out. */
export interface Leave {
	at: Date
	run: () => void
	timer: ReturnType<typeof setTimeout>
}

/** Leaving holds public posts back for a moment, wherever one goes inside the console meanwhile. Closing the tab ends
 * the waiting: what had not left is a draft still. */
export class Leaving {
	#all = new Map<string, Leave>()
	#changed = new Set<() => void>()

	/** start sends after the wait, once. */
	start(conversation: string, run: () => void): void {
		this.undo(conversation)
		const timer = setTimeout(() => this.now(conversation), leaveAfter)
		this.#all.set(conversation, { at: new Date(Date.now() + leaveAfter), run, timer })
		this.#tell()
	}

	/** undo keeps it from leaving. Reports whether that was in time. */
	undo(conversation: string): boolean {
		const leave = this.#all.get(conversation)
		if (!leave) return false
		clearTimeout(leave.timer)
		this.#all.delete(conversation)
		this.#tell()
		return true
	}

	/** now sends at once what waits. */
	now(conversation: string): void {
		const leave = this.#all.get(conversation)
		if (this.undo(conversation)) leave?.run()
	}

	of = (conversation: string): Leave | undefined => this.#all.get(conversation)

	subscribe = (changed: () => void): (() => void) => {
		this.#changed.add(changed)
		return () => this.#changed.delete(changed)
	}

	#tell() {
		for (const changed of this.#changed) changed()
	}
}

export const leaving = new Leaving()

/** useLeaving gives what is about to leave from a conversation. */
export function useLeaving(conversation: string): Leave | undefined {
	return useSyncExternalStore(leaving.subscribe, () => leaving.of(conversation))
}
