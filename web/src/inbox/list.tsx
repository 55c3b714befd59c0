import clsx from 'clsx'
import type { KeyboardEvent, MouseEvent } from 'react'
import { Cord } from './cord'
import { GroupLine } from './group-line'
import type { Item } from './items'
import { Row } from './row'
import { spoken } from './standing'
import type { InboxList } from './use-list'

/** How many lines PageUp and PageDown go. */
const leap = 8

/** List is the conversations of a view: one listbox, of which only the lines in sight are drawn. An offer may lie over its foot. */
export function List({ list, name, under }: { list: InboxList; name: string; under: boolean }) {
	const { virtual, items, cursor } = list
	const lines = virtual.getVirtualItems()
	const drawn = lines.some((l) => items[l.index]?.key === cursor)
	return (
		<div
			ref={list.scroller}
			role="listbox"
			id="list"
			tabIndex={0}
			aria-label={name}
			aria-activedescendant={cursor && drawn ? idOf(cursor) : undefined}
			className={clsx(
				'min-h-0 flex-1 overflow-y-auto overflow-x-hidden overscroll-contain [scrollbar-width:none] focus-visible:outline-offset-[-2px]',
				under ? 'pb-2 rail:pb-40' : 'pb-2',
			)}
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
								className={clsx('absolute inset-x-0 top-0', item.key === list.open && 'z-10')}
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

export const idOf = (key: string) => `line-${key.replaceAll(':', '-')}`

function Line({ item, list, first }: { item: Item; list: InboxList; first: boolean }) {
	if (item.kind === 'group') return <GroupLine item={item} list={list} />
	const conversation = list.order.known.get(item.id)
	if (!conversation) return null
	const open = item.id === list.open
	return (
		// Keys are the listbox's: focus stays there, and the cursor is its active descendant.
		// biome-ignore lint/a11y/useKeyWithClickEvents: see above
		// biome-ignore lint/a11y/useFocusableInteractive: see above
		<div
			role="option"
			id={idOf(item.key)}
			aria-selected={open}
			aria-setsize={list.rows.more ? -1 : list.count}
			aria-posinset={item.place}
			className="relative cursor-pointer select-none"
			onMouseDown={(e) => e.preventDefault()}
			onClick={(e) => (beside(e) ? list.openBeside(item.id) : list.openRow(item.id))}
			onAuxClick={(e) => e.button === 1 && list.openBeside(item.id)}
		>
			<span className="sr-only">{spoken(conversation, list.onlooker, new Date())}</span>
			<Row
				conversation={conversation}
				onlooker={list.onlooker}
				open={open}
				cursor={item.key === list.cursor}
				gone={list.order.isGone(item.id)}
				first={first || item.first || open || list.followsOpen(item.slot)}
			/>
			{list.accepted === item.id && <Cord />}
		</div>
	)
}

const beside = (e: MouseEvent) => e.metaKey || e.ctrlKey

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
