import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { detail, prefetch } from '../conversation/queries'
import type { Group, Slot } from './group'
import { itemsOf, step } from './items'
import { useLookedAt } from './looked-at'
import { useOrder } from './order'
import { useRows } from './pages'
import { useOnlooker } from './people'
import { byDeadline, type ViewKey } from './view'

/** A folded group is filled no further than this until it is opened. */
const enoughFolded = 400

/** Sight is what of a list is in sight. What draws the list tells it, so that scrolling draws nothing else. */
export interface Sight {
	/** The slot of the last row in sight, or -1. */
	last: number
	scrollTo: (item: number) => void
}

export type InboxList = ReturnType<typeof useList>

/** useList is what a view's list shows and does: its order, its cursor, its pages. */
export function useList(view: ViewKey, open: string | undefined) {
	const rows = useRows(view)
	const onlooker = useOnlooker()
	const { lookedAt, watch } = useLookedAt()
	const sight = useRef<Sight>({ last: -1, scrollTo: () => {} })
	const keep = useCallback(() => sight.current.last + 1, [])
	const order = useOrder({
		conversations: rows.conversations,
		grouped: byDeadline(view),
		keep,
		held: lookedAt,
		open,
		lately: useLately(open),
	})
	const [unfolded, setUnfolded] = useState<ReadonlySet<Group>>(new Set())
	const items = useMemo(() => itemsOf(order.slots, unfolded), [order.slots, unfolded])
	const drawn = useMemo(() => items.reduce((n, i) => n + (i.kind === 'row' ? 1 : 0), 0), [items])
	const folded = order.slots.length - drawn

	const navigate = useNavigate()
	const openRow = (id: string, passing = false) => {
		setCursor(id)
		void navigate({
			to: '/c/$id',
			params: { id },
			search: view === 'mine' ? {} : { from: view },
			replace: passing,
			state: { stays: passing },
		})
	}
	const [cursor, setCursor] = useState(open)
	const [accepted, draw] = useDrawn()
	const show = (key: string | undefined) => {
		const at = items.findIndex((i) => i.key === key)
		if (at >= 0) sight.current.scrollTo(at)
	}
	const fold = (group: Group) => setUnfolded((all) => toggled(all, group))
	const openBeside = (id: string) => void window.open(`/c/${id}?from=${encodeURIComponent(view)}`, '_blank')
	const look = useAhead(order.slots, open)
	const act = useSteady({ openRow, openBeside, fold, look, update: order.update })
	return {
		act,
		view,
		open,
		rows,
		onlooker,
		order,
		items,
		sight,
		/** There is more to read, and what is read would be seen. */
		wantsMore: rows.more && folded < enoughFolded,
		watch,
		cursor,
		accepted,
		/** Draws the cord from a row to the sheet. */
		draw,
		openRow,
		count: drawn,
		followsOpen: (slot: number) => order.slots[slot - 1]?.id === open && open !== undefined,
		moveCursor: (by: number) => {
			const to = step(items, cursor, by)
			setCursor(to)
			show(to)
			if (to && order.known.has(to)) look(to)
		},
		/** Goes to the next or previous conversation: opens it when one is open already. */
		go: (by: number) => {
			const to = step(items, open ?? cursor, by, (i) => i.kind === 'row')
			show(to)
			if (to && open !== undefined) openRow(to, true)
			else setCursor(to)
		},
		enter: () => {
			const item = items.find((i) => i.key === cursor)
			if (item?.kind === 'group') fold(item.group)
			else if (item) openRow(item.id)
		},
	}
}

/** useLately gives what was read of conversations themselves, and another function whenever the open one changed. */
function useLately(open: string | undefined) {
	const queries = useQueryClient()
	const { data: opened } = useQuery({ ...detail(open ?? ''), enabled: false })
	return useCallback(
		(id: string) =>
			id === open ? opened?.conversation : queries.getQueryData(detail(id).queryKey)?.conversation,
		[queries, open, opened],
	)
}

/** useAhead reads what somebody looks at before they open it, and the one behind the open one, which J opens. */
function useAhead(slots: readonly Slot[], open: string | undefined) {
	const queries = useQueryClient()
	const at = open === undefined ? -1 : slots.findIndex((s) => s.id === open)
	const next = at < 0 ? undefined : slots[at + 1]?.id
	useEffect(() => {
		if (!next) return
		const timer = setTimeout(() => prefetch(queries, next), 300)
		return () => clearTimeout(timer)
	}, [queries, next])
	return (id: string) => prefetch(queries, id)
}

/** useDrawn is the row whose cord is being drawn, for as long as one sees it. */
function useDrawn(): [string | undefined, (id: string) => void] {
	const [id, draw] = useState<string>()
	useEffect(() => {
		if (id === undefined) return
		const timer = setTimeout(() => draw(undefined), 700)
		return () => clearTimeout(timer)
	}, [id])
	return [id, draw]
}

/** What can be done with a line of the list. */
export interface Act {
	openRow: (id: string) => void
	openBeside: (id: string) => void
	fold: (group: Group) => void
	/** Somebody looks at a row and may open it next. */
	look: (id: string) => void
	/** Brings the order up to date. */
	update: () => void
}

/** useSteady gives the same object every time, that does what was meant last: lines need not be drawn again for it. */
function useSteady(act: Act): Act {
	const latest = useRef(act)
	useEffect(() => {
		latest.current = act
	})
	return useMemo(
		() => ({
			openRow: (id) => latest.current.openRow(id),
			openBeside: (id) => latest.current.openBeside(id),
			fold: (group) => latest.current.fold(group),
			look: (id) => latest.current.look(id),
			update: () => latest.current.update(),
		}),
		[],
	)
}

function toggled(all: ReadonlySet<Group>, group: Group): ReadonlySet<Group> {
	const next = new Set(all)
	if (!next.delete(group)) next.add(group)
	return next
}
