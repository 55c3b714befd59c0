import type { IconName } from '../ui/icon'
import type { Key } from '../words/catalogue'

/** Action is one thing a person can do. Button, menu, shortcut and palette all come from it. */
export interface Action {
	id: string
	word: Key
	values?: Record<string, unknown>
	icon?: IconName
	/** A key such as `e`, `Shift+y`, `$mod+Enter`, or a sequence such as `g m`. `$mod` is ⌘ or Ctrl. */
	key?: string
	/** A second key that does the same. */
	also?: string
	/** Why it cannot be done now, in words; absent when it can. */
	refused?: string
	/** Acts also while somebody writes in a field: any, or one of those within something. */
	whileWriting?: true | (() => Element | null)
	run: () => void
}

/** Actions holds what can be done now: the page's, the list's, the open conversation's. The last registered wins a key. */
export class Actions {
	#groups = new Map<symbol, Action[]>()
	#changed = new Set<() => void>()
	#all: Action[] = []

	/** add makes actions known until the returned function is called. */
	add(actions: Action[]): () => void {
		const group = Symbol()
		this.#groups.set(group, actions)
		this.#change()
		return () => {
			this.#groups.delete(group)
			this.#change()
		}
	}

	/** All of them, those of one id once: the one registered last. */
	all = (): Action[] => this.#all

	/** byKey finds what a key does now. What cannot be done leaves its key to what can. */
	byKey(key: string): Action | undefined {
		return this.#all.findLast((a) => (a.key === key || a.also === key) && a.refused === undefined)
	}

	/** begins reports whether a sequence begins with these keys. */
	begins(keys: string): boolean {
		return this.#all.some((a) => a.key?.startsWith(`${keys} `))
	}

	subscribe = (changed: () => void): (() => void) => {
		this.#changed.add(changed)
		return () => this.#changed.delete(changed)
	}

	#change() {
		const byId = new Map<string, Action>()
		for (const action of [...this.#groups.values()].flat()) {
			byId.delete(action.id)
			byId.set(action.id, action)
		}
		this.#all = [...byId.values()]
		for (const changed of this.#changed) changed()
	}
}
