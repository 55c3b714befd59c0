import clsx from 'clsx'
import { type KeyboardEvent, useRef } from 'react'
import { GroupLine } from './group-line'
import type { Item } from './items'
import { useLines } from './lines'
import { idOf, RowLine } from './row-line'
import type { InboxList } from './use-list'

/** How many lines PageUp and PageDown go. */
const leap = 8

/** List is the conversations of a view: one listbox, of which only the lines in sight are drawn. */
export function List({ list, name }: { list: InboxList; name: string }) {
	const { items, cursor } = list
	const scroller = useRef<HTMLDivElement>(null)
	const virtual = useLines(list, scroller)
	const lines = virtual.getVirtualItems()
	const drawn = lines.some((l) => items[l.index]?.key === cursor)
	return (
		<div
			ref={scroller}
			role="listbox"
			id="list"
			tabIndex={0}
			aria-label={name}
			aria-activedescendant={cursor && drawn ? idOf(cursor) : undefined}
			className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden overscroll-contain pb-2 [scrollbar-width:none] focus-visible:outline-offset-[-2px]"
			onKeyDown={(e) => press(e, list)}
			{...list.watch}
		>
			<div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
				{lines.map((line) => {
					const item = items[line.index]
					return (
						item && (
							<div
								key={line.key}
								role="presentation"
								className={clsx(
									'absolute inset-x-0 top-0 [contain:size_layout_style]',
									item.key === list.open && 'z-10',
								)}
								style={{ transform: `translateY(${line.start}px)`, height: line.size }}
							>
								<Line item={item} list={list} first={line.index === 0} />
							</div>
						)
					)
				})}
			</div>
		</div>
	)
}

function Line({ item, list, first }: { item: Item; list: InboxList; first: boolean }) {
	const { act, order, cursor } = list
	if (item.kind === 'group') {
		return <GroupLine item={item} cursor={item.key === cursor} more={list.rows.more} fold={act.fold} />
	}
	const conversation = order.known.get(item.id)
	if (!conversation) return null
	const open = item.id === list.open
	return (
		<RowLine
			conversation={conversation}
			onlooker={list.onlooker}
			place={item.place}
			size={list.rows.more ? -1 : list.count}
			open={open}
			cursor={item.key === cursor}
			gone={order.isGone(item.id)}
			first={first || item.first || open || list.followsOpen(item.slot)}
			accepted={list.accepted === item.id}
			act={act}
		/>
	)
}

function press(e: KeyboardEvent, list: InboxList) {
	const moves: Record<string, number> = {
		ArrowDown: 1,
		ArrowUp: -1,
		PageDown: leap,
		PageUp: -leap,
		Home: Number.NEGATIVE_INFINITY,
		End: Number.POSITIVE_INFINITY,
	}
	const by = moves[e.key]
	if (e.metaKey || e.ctrlKey || e.altKey) return
	if (by !== undefined) list.moveCursor(by)
	else if (e.key === 'Enter' || e.key === ' ') list.enter()
	else return
	e.preventDefault()
}
