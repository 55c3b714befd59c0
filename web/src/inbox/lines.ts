import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import { useDensity } from '../app/use-appearance'
import type { Item } from './items'
import type { InboxList } from './use-list'

const groupHeight = 28
const rowHeights = { comfortable: 76, compact: 54 }
/** So many lines before the end the next page is fetched. */
const ahead = 40

/** useLines lays a list's lines out and says which are in sight: whoever calls it is drawn again by scrolling. */
export function useLines(
	{ items, sight, rows, wantsMore }: InboxList,
	scroller: RefObject<HTMLElement | null>,
) {
	const rowHeight = rowHeights[useDensity()]
	const virtual = useVirtualizer({
		count: items.length,
		getScrollElement: () => scroller.current,
		estimateSize: (at) => (items[at]?.kind === 'group' ? groupHeight : rowHeight),
		getItemKey: (at) => items[at]?.key ?? at,
		overscan: 8,
	})
	// biome-ignore lint/correctness/useExhaustiveDependencies: other lines have other heights
	useEffect(() => virtual.measure(), [virtual, rowHeight, items])
	const end = virtual.range?.endIndex
	useEffect(() => {
		sight.current = {
			last: lastSlot(items, end),
			scrollTo: (item) => virtual.scrollToIndex(item, { align: 'auto' }),
		}
	}, [sight, items, end, virtual])
	const near = wantsMore && (end ?? 0) + ahead >= items.length
	// biome-ignore lint/correctness/useExhaustiveDependencies: once more after each page
	useEffect(() => {
		if (near) rows.readMore()
	}, [near, rows.conversations])
	return virtual
}

/** lastSlot is the slot of the last row that is in sight. */
export function lastSlot(items: readonly Item[], endIndex: number | undefined): number {
	for (let at = endIndex ?? -1; at >= 0; at--) {
		const item = items[at]
		if (item?.kind === 'row') return item.slot
	}
	return -1
}
