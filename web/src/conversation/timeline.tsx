import { useEffect, useMemo, useRef } from 'react'
import { useActions } from '../action/use'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { sameDay } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { DayLine, EventLine, OthersLine, TurnLine, VerdictLine } from './lines'
import { MessageRow } from './message'
import type { Row } from './rows'
import { useStay } from './scroll'
import { useTalk } from './talk'
import { ToldProvider, useTelling, useTold } from './told'
import { UnsettledRow } from './unsettled'
import { useRows } from './use-rows'

/** Timeline is what was said and what happened, oldest on top. What is read never moves. */
export function Timeline({ explain }: { explain: () => void }) {
	const talk = useTalk()
	const { rows, said } = useRows(talk)
	const told = useTelling(talk)
	const box = useRef<HTMLDivElement>(null)
	const messages = useMemo(
		() =>
			rows.flatMap((r) =>
				r.is === 'message'
					? [{ id: r.key, mine: told.author(r.message).agent === talk.self.id }]
					: r.is === 'unsettled'
						? [{ id: r.key, mine: r.part.author === talk.self.id }]
						: [],
			),
		[rows, told, talk.self.id],
	)
	const { below, toEnd } = useStay(box, messages)
	useStepping(box)
	useOlder(box, said.hasNextPage && !said.isFetchingNextPage, said.fetchNextPage)
	return (
		<div className="relative min-h-0 flex-1">
			<div
				ref={box}
				// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too
				tabIndex={0}
				className="flex h-full flex-col overflow-y-auto overscroll-contain pt-2.5 pb-1.5 pe-2 -outline-offset-2 rail:pe-5"
			>
				{said.error && <Trouble error={said.error} again={() => void said.refetch()} />}
				{said.isPending && <Skeleton rows={4} className="ps-13" />}
				{said.hasNextPage && (
					<p className="pb-2 text-center">
						<Button
							look="quiet"
							size="small"
							icon="up"
							disabled={said.isFetchingNextPage}
							onClick={() => void said.fetchNextPage()}
						>
							{t('conversation.older')}
						</Button>
					</p>
				)}
				<div role="feed" aria-label={t('conversation.feed')} aria-busy={said.isFetching}>
					<ToldProvider value={told}>
						<Rows rows={rows} explain={explain} />
					</ToldProvider>
				</div>
			</div>
			{below > 0 && (
				<div role="status" className="absolute inset-x-0 bottom-2 grid place-items-center">
					<Button look="act" size="small" icon="down" className="rounded-full! shadow-menu" onClick={toEnd}>
						{t('conversation.below', { n: below })}
					</Button>
				</div>
			)}
		</div>
	)
}

function Rows({ rows, explain }: { rows: Row[]; explain: () => void }) {
	const of = rows.filter((r) => r.is === 'message').length
	let place = 0
	let day: Date | undefined
	return rows.map((row, i) => {
		if (row.is === 'message') place++
		const again = day !== undefined && sameDay(day, row.at)
		if (row.is === 'day') day = row.at
		return (
			<One
				key={row.key}
				row={row}
				again={again}
				place={place}
				of={of}
				end={i === rows.length - 1}
				explain={explain}
			/>
		)
	})
}

interface OneProps {
	row: Row
	/** A line of the same day stands above. */
	again: boolean
	place: number
	of: number
	end: boolean
	explain: () => void
}

function One({ row, again, place, of, end, explain }: OneProps) {
	const told = useTold()
	if (row.is === 'message') {
		return (
			<MessageRow
				message={row.message}
				author={told.author(row.message)}
				kind={told.kindOf(row.message)}
				amendment={told.amendment(row.message)}
				place={place}
				of={of}
				end={end}
			/>
		)
	}
	return (
		<article>
			<LineOf row={row} again={again} explain={explain} />
		</article>
	)
}

function LineOf({ row, again, explain }: Pick<OneProps, 'row' | 'again' | 'explain'>) {
	const { detail } = useTalk()
	const kindOf = (leg: string) => detail.legs.find((l) => l.id === leg)?.kind
	switch (row.is) {
		case 'day':
			return <DayLine at={row.at} again={again} />
		case 'turn':
			return <TurnLine row={row} kind={kindOf(row.leg) ?? row.tone} />
		case 'event':
			return <EventLine row={row} />
		case 'verdict':
			return <VerdictLine why={row.why} tone={row.tone} explain={explain} />
		case 'others':
			return <OthersLine row={row} />
		case 'unsettled':
			return <UnsettledRow part={row.part} kind={kindOf(row.part.delivery.leg_id) ?? 'private'} />
		default:
			return null
	}
}

/** useStepping moves from message to message by key. */
function useStepping(box: React.RefObject<HTMLElement | null>) {
	const step = (by: number) => {
		const all = [...(box.current?.querySelectorAll<HTMLElement>('[data-message]') ?? [])]
		const at = all.indexOf(document.activeElement as HTMLElement)
		const next = at < 0 ? all.length - 1 : Math.min(all.length - 1, Math.max(0, at + by))
		all[next]?.focus()
	}
	useActions([
		{ id: 'conversation.olderMessage', word: 'conversation.olderMessage', key: '[', run: () => step(-1) },
		{ id: 'conversation.newerMessage', word: 'conversation.newerMessage', key: ']', run: () => step(1) },
	])
}

/** useOlder reads the next older page shortly before its place comes into view. */
function useOlder(box: React.RefObject<HTMLElement | null>, more: boolean, read: () => unknown) {
	useEffect(() => {
		const el = box.current
		if (!el || !more) return
		const look = () => {
			if (el.scrollTop < 400 && el.scrollHeight > el.clientHeight) read()
		}
		el.addEventListener('scroll', look, { passive: true })
		return () => el.removeEventListener('scroll', look)
	}, [box, more, read])
}
