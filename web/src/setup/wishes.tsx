import clsx from 'clsx'
import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'
import type { Wish } from './draft'
import { moved } from './rank'

/** How many can be kept in mind: these are measured. */
const counted = 3

interface Props {
	order: Wish[]
	onChange: (order: Wish[]) => void
}

/** Wishes ranks what customers should get: by dragging, by Alt and arrows, or by the buttons of each row. */
export function Wishes({ order, onChange }: Props) {
	const list = useRef<HTMLOListElement>(null)
	const refocus = useRef('')
	const [said, say] = useState('')

	// A row that is moved in the document loses the focus.
	// biome-ignore lint/correctness/useExhaustiveDependencies: after every new order
	useLayoutEffect(() => {
		const found = refocus.current && list.current?.querySelector<HTMLButtonElement>(refocus.current)
		if (found && document.activeElement !== found) found.focus()
		refocus.current = ''
	}, [order])

	const move = (wish: Wish, to: number, part: Part) => {
		const next = moved(order, order.indexOf(wish), to)
		if (next === order) return
		const at = next.indexOf(wish)
		const stuck = (part === 'up' && at === 0) || (part === 'down' && at === next.length - 1)
		refocus.current = `[data-wish="${wish}"] [data-part="${stuck ? 'grip' : part}"]`
		say(t('setup.wishMoved', { wish: t(`setup.wish.${wish}`), n: at + 1, all: next.length }))
		onChange(next)
	}
	const dragging = useDragging(list, (wish, to) => move(wish, to, 'grip'))

	return (
		<>
			<ol
				ref={list}
				className="overflow-hidden rounded-card border border-line-strong *:border-line *:not-first:border-t"
			>
				{order.map((wish, at) => (
					<Row key={wish} wish={wish} at={at} all={order.length} move={move} drag={dragging} />
				))}
			</ol>
			<p role="status" className="sr-only">
				{said}
			</p>
		</>
	)
}

type Part = 'grip' | 'up' | 'down'

interface RowProps {
	wish: Wish
	at: number
	all: number
	move: (wish: Wish, to: number, part: Part) => void
	drag: { held: Wish | null; begin: (wish: Wish, e: PointerEvent) => void }
}

function Row({ wish, at, all, move, drag }: RowProps) {
	const word = t(`setup.wish.${wish}`)
	const press = (e: KeyboardEvent) => {
		const step = { ArrowUp: -1, ArrowDown: 1 }[e.key]
		if (!step || !e.altKey) return
		e.preventDefault()
		const part = (e.target as HTMLElement).dataset.part as Part | undefined
		move(wish, at + step, part ?? 'grip')
	}
	return (
		<li
			data-wish={wish}
			onKeyDown={press}
			className={clsx(
				'grid min-h-9 grid-cols-[28px_20px_minmax(0,1fr)_auto_auto] items-center gap-1 px-1',
				at === 0 && 'bg-cord-soft',
				drag.held === wish && 'bg-hover',
			)}
		>
			<button
				type="button"
				data-part="grip"
				aria-label={t('setup.wishMove', { wish: word, n: at + 1, all })}
				aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
				onPointerDown={(e) => drag.begin(wish, e)}
				className="grid size-7 touch-none place-items-center rounded-control text-ink-3 cursor-grab! pointer-coarse:size-11"
			>
				<Icon name="grip" />
			</button>
			<span className={at < counted ? 'font-semibold text-cord' : 'text-ink-3'}>{at + 1}</span>
			<span className={at < counted ? 'font-semibold' : 'text-ink-2'}>{word}</span>
			<span className="text-12 text-ink-3 max-rail:hidden">{t(`setup.wishWhy.${wish}`)}</span>
			<span className="flex ps-1">
				<Step part="up" wish={word} off={at === 0} go={() => move(wish, at - 1, 'up')} />
				<Step part="down" wish={word} off={at === all - 1} go={() => move(wish, at + 1, 'down')} />
			</span>
		</li>
	)
}

interface StepProps {
	part: 'up' | 'down'
	wish: string
	off: boolean
	go: () => void
}

function Step({ part, wish, off, go }: StepProps) {
	return (
		<Button
			look="quiet"
			size="small"
			bare
			repeats
			icon={part}
			data-part={part}
			disabled={off}
			onClick={go}
			className="disabled:bg-transparent! disabled:opacity-40 pointer-coarse:h-11"
		>
			{t(part === 'up' ? 'setup.wishUp' : 'setup.wishDown', { wish })}
		</Button>
	)
}

/** useDragging follows the pointer from a grip to the row it is over. */
function useDragging(list: React.RefObject<HTMLOListElement | null>, drop: (wish: Wish, to: number) => void) {
	const [held, hold] = useState<Wish | null>(null)
	const latest = useRef(drop)
	latest.current = drop
	const begin = (wish: Wish, e: PointerEvent) => {
		if (e.button !== 0) return
		hold(wish)
		const follow = (e: globalThis.PointerEvent) => {
			const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect())
			const over = rows.findIndex((r) => e.clientY < r.bottom)
			latest.current(wish, over < 0 ? rows.length - 1 : over)
		}
		const end = () => {
			hold(null)
			window.removeEventListener('pointermove', follow)
			window.removeEventListener('pointerup', end)
			window.removeEventListener('pointercancel', end)
		}
		window.addEventListener('pointermove', follow)
		window.addEventListener('pointerup', end)
		window.addEventListener('pointercancel', end)
	}
	return { held, begin }
}
