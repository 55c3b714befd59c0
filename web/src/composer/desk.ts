import { useSyncExternalStore } from 'react'
import type { Words } from './keeper'
import { Keeping, type Store } from './keeping'
import { server } from './server'

const name = (id: string) => `switchboard.writing.${id}`

// Of this tab alone: it outlives a reload and signing in again, and goes with the tab.
const store: Store = {
	load: (id) => {
		try {
			const found = sessionStorage.getItem(name(id))
			return found ? (JSON.parse(found) as Partial<Words>) : undefined
		} catch {
			return undefined
		}
	},
	save: (id, words) => {
		try {
			if (words) sessionStorage.setItem(name(id), JSON.stringify(words))
			else sessionStorage.removeItem(name(id))
		} catch {
			// without storage the words last as long as the page
		}
	},
}

const all = new Map<string, Keeping>()

/** keepingOf is what keeps a conversation's words. It lives as long as the tab, wherever one goes. */
export function keepingOf(conversation: string): Keeping {
	let found = all.get(conversation)
	if (!found) {
		found = new Keeping(conversation, server, store)
		all.set(conversation, found)
	}
	return found
}

/** useKeeping gives what is written in a conversation. */
export function useKeeping(conversation: string) {
	const keeping = keepingOf(conversation)
	const words = useSyncExternalStore(keeping.subscribe, keeping.get)
	return { keeping, words }
}
