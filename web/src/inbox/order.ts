import { useEffect, useMemo, useRef, useState } from 'react'
import type { Conversation } from '../api/query'
import { useDeadlines } from '../ui/now'
import { ordered, type Slot } from './group'
import { type Settled, settle } from './settle'

/** An order that does not jump, with the conversations that stand in it. */
export interface Order extends Settled {
	known: ReadonlyMap<string, Conversation>
	/** Shown only for the sake of its place: no longer in the list. */
	isGone: (id: string) => boolean
	/** Brings the order up to date although it is being looked at. */
	update: () => void
}

interface Wanted {
	conversations: readonly Conversation[]
	grouped: boolean
	/** How many slots from the top are being looked at; 0 when nobody does. */
	keep: () => number
	held: boolean
	open: string | undefined
	/** What is known of a conversation that is shown only for its place: how it stands now, not how it stood in the list. */
	lately: (id: string) => Conversation | undefined
}

/** useOrder keeps what is shown steady while somebody looks at it. */
export function useOrder({ conversations, grouped, keep, held, open, lately }: Wanted): Order {
	const now = useDeadlines()
	const shown = useRef<Slot[]>([])
	const remembered = useRef(new Map<string, Conversation>())
	const [updates, setUpdates] = useState(0)
	const updated = useRef(0)
	const latest = useMemo(
		() =>
			grouped ? ordered(conversations, now) : conversations.map((c) => ({ id: c.id, group: undefined })),
		[conversations, grouped, now],
	)
	const settled = useMemo(
		() => settle(shown.current, latest, held && updated.current === updates ? keep() : 0, open),
		[latest, held, open, updates, keep],
	)
	const present = useMemo(() => new Set(conversations.map((c) => c.id)), [conversations])
	const known = useMemo(() => {
		const all = new Map(conversations.map((c) => [c.id, c]))
		for (const { id } of settled.slots) {
			const before = remembered.current.get(id)
			if (before && !all.has(id)) all.set(id, lately(id) ?? before)
		}
		return all
	}, [conversations, settled, lately])
	useEffect(() => {
		shown.current = settled.slots
		remembered.current = known
		updated.current = updates
	}, [settled, known, updates])
	return {
		...settled,
		known,
		isGone: (id) => !present.has(id),
		update: () => setUpdates((n) => n + 1),
	}
}
