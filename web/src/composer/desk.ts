import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { underWay } from './keeper'
import { Keeping, type Told } from './keeping'
import { type Server, server } from './server'
import type { PartName, Store } from './store'

const prefix = 'switchboard.writing.'

/** storeOf is where a person's words wait in this browser. */
export function storeOf(agent: string, storage: Storage = localStorage): Store {
	const name = (id: string, part: PartName) => `${prefix}${agent}.${id}.${part}`
	const load = (id: string, part: PartName) => {
		try {
			return JSON.parse(storage.getItem(name(id, part)) ?? '{}') as object
		} catch {
			return {}
		}
	}
	return {
		load: (id) => ({ ...load(id, 'text'), ...load(id, 'note'), ...load(id, 'answers') }),
		save: (id, part, words) => {
			try {
				if (words) storage.setItem(name(id, part), JSON.stringify(words))
				else storage.removeItem(name(id, part))
			} catch {
				// without storage the words last as long as the page
			}
		},
	}
}

/** forgetOthers takes out of the browser what anybody but this person wrote in it. */
export function forgetOthers(agent: string, storage: Storage = localStorage): void {
	try {
		const names = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '')
		for (const name of names)
			if (name.startsWith(prefix) && !name.startsWith(`${prefix}${agent}.`)) storage.removeItem(name)
	} catch {
		// no storage, nothing in it
	}
}

/** Desk is one person's writing in all conversations, for as long as they are the one who is signed in here. */
export class Desk {
	#all = new Map<string, Keeping>()
	#changed = new Set<() => void>()
	#list: Keeping[] = []

	constructor(
		readonly agent: string,
		readonly store: Store,
		readonly told?: Told,
		readonly to: Server = server,
	) {}

	/** of is what keeps a conversation's words, wherever one goes. */
	of(conversation: string): Keeping {
		let found = this.#all.get(conversation)
		if (!found) {
			found = new Keeping(conversation, this.to, this.store, this.told)
			found.subscribe(() => this.#tell())
			this.#all.set(conversation, found)
		}
		return found
	}

	/** Those of which it has to be told what became of their answer. */
	going = (): Keeping[] => this.#list

	subscribe = (changed: () => void): (() => void) => {
		this.#changed.add(changed)
		return () => this.#changed.delete(changed)
	}

	/** busy reports whether something would be lost or left undone if the tab were closed now. */
	busy = (): boolean =>
		[...this.#all.values()].some(
			(k) => underWay(k.get()) || k.get().saving || k.get().trouble?.is === 'offline',
		)

	rest(): void {
		for (const k of this.#all.values()) k.rest()
	}

	resume(): void {
		for (const k of this.#all.values()) k.resume()
	}

	/** settle sends what is about to leave and keeps what is not kept. Reports whether everything that left has arrived. */
	async settle(): Promise<boolean> {
		const left = [...this.#all.values()].filter((k) => underWay(k.get()))
		await Promise.all([...this.#all.values()].map((k) => k.settle()))
		return left.every((k) => k.get().going === undefined)
	}

	#tell() {
		const list = [...this.#all.values()].filter((k) => k.get().going !== undefined)
		if (list.length === this.#list.length && list.every((k, i) => k === this.#list[i])) return
		this.#list = list
		for (const changed of this.#changed) changed()
	}
}

const desks = new WeakMap<QueryClient, Desk>()
let now: Desk | undefined
let risen = false

/** sit gives whoever is signed in their desk: the one they left, or a new one. Reports whether somebody else sat here. */
export function sit(queries: QueryClient, agent: string, told: Told): boolean {
	const before = desks.get(queries)
	now = before
	risen = false
	if (before?.agent === agent) {
		before.resume()
		return false
	}
	before?.rest()
	forgetOthers(agent)
	now = new Desk(agent, storeOf(agent), told)
	desks.set(queries, now)
	return before !== undefined
}

/** desk is that of whoever is signed in. */
export function desk(): Desk {
	if (!now) throw new Error('nobody sits at a desk')
	return now
}

/** rise stops all writing when nobody is signed in any more. From then on nothing is lost by closing the tab. */
export function rise(): void {
	risen = true
	now?.rest()
}

const leaves = (e: BeforeUnloadEvent) => {
	if (!risen && now?.busy()) e.preventDefault()
}
globalThis.window?.addEventListener('beforeunload', leaves)

/** useKeeping gives what is written in a conversation. */
export function useKeeping(conversation: string) {
	const keeping = desk().of(conversation)
	const words = useSyncExternalStore(keeping.subscribe, keeping.get)
	return { keeping, words }
}

/** useGoing lists the answers of which it has to be told what became of them. */
export function useGoing(): Keeping[] {
	const here = desk()
	return useSyncExternalStore(here.subscribe, here.going)
}
