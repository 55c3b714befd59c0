import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Conversation } from '../api/query'
import { view } from '../inbox/pages'
import { useDeadlines } from '../ui/now'
import { due } from '../ui/time'
import { showLate } from './title'

/** pressureOf says how many of somebody's conversations are late, and whether any is late or due soon. */
export function pressureOf(mine: readonly Conversation[], now: Date): { late: number; pressing: boolean } {
	let late = 0
	let soon = 0
	for (const c of mine) {
		if (!c.due_at || c.stance === 'closed') continue
		const { near } = due(new Date(c.due_at), now)
		if (near === 'late') late++
		if (near === 'soon') soon++
	}
	return { late, pressing: late + soon > 0 }
}

/** useMine follows what I lead, as far as it has been read; what is due first is read first. */
export function useMine() {
	const { data } = useInfiniteQuery(view('mine'))
	const now = useDeadlines()
	return pressureOf(data?.pages.flatMap((p) => p.items) ?? [], now)
}

/** useLateInTitle keeps the title and the icon of the browser's tab true. */
export function useLateInTitle(): void {
	const { late } = useMine()
	useEffect(() => showLate(late), [late])
	useEffect(() => () => showLate(0), [])
}
