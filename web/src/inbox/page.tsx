import { Outlet, useParams, useSearch } from '@tanstack/react-router'
import clsx from 'clsx'
import { useEffect, useRef } from 'react'
import { useActions } from '../action/use'
import { useLost } from '../app/parts'
import { usePlaces } from '../app/places'
import { useTitle } from '../app/title'
import { AskedForNotes } from '../team/asked'
import { announce } from '../ui/announce'
import { usePhone } from '../ui/media'
import { Slow } from '../ui/slow'
import { Splitter } from '../ui/splitter'
import { clock } from '../ui/time'
import { Empty, Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { EmptyList } from './empty'
import { Header } from './header'
import { List } from './list'
import { OfferCard } from './offer-card'
import { useDepartmentNames } from './people'
import { Skeleton } from './skeleton'
import { type InboxList, useList } from './use-list'
import { useOffers } from './use-offers'
import { type ViewKey, wholeOf, wordOf } from './view'

/** InboxPage is a list with the sheet of what is open beside it. The list stays while conversations come and go. */
export function InboxPage() {
	const { view, id } = useParams({ strict: false })
	const { from } = useSearch({ strict: false })
	const shown = view ?? from ?? 'mine'
	const alone = usePhone() && id === undefined
	return (
		<div className="grid min-h-0 flex-1 grid-cols-1 rail:grid-cols-[var(--list,300px)_minmax(0,1fr)] desk:grid-cols-[var(--list,340px)_minmax(0,1fr)] wide:grid-cols-[var(--list,420px)_minmax(0,1fr)]">
			<ListPane key={shown} view={shown} open={id} alone={alone} />
			{!alone && (
				<main
					id="main"
					tabIndex={-1}
					data-pane=""
					aria-label={t('frame.sheet')}
					className="relative min-h-0 min-w-0 overflow-hidden bg-surface shadow-rest outline-none rail:my-2 rail:me-2 rail:rounded-sheet"
				>
					<Outlet />
				</main>
			)}
		</div>
	)
}

interface PaneProps {
	view: ViewKey
	open: string | undefined
	/** On a phone the list is the whole page. */
	alone: boolean
}

function ListPane({ view, open, alone }: PaneProps) {
	const list = useList(view, open)
	const offers = useOffers(list)
	const name = useName(view)
	useTitle(open === undefined ? name : undefined)
	useArrivals(list, name)
	useReady()
	useActions(actions(list))
	const Part = alone ? 'main' : 'section'
	return (
		<Part
			id={alone ? 'main' : undefined}
			aria-label={name}
			data-pane=""
			tabIndex={-1}
			className={clsx(
				'relative flex min-h-0 min-w-0 flex-col outline-none',
				open !== undefined && 'max-rail:hidden',
			)}
		>
			<Header
				view={view}
				name={name}
				length={list.rows.more || list.rows.pending ? undefined : list.order.slots.length}
				changes={list.order.changes}
				update={list.act.update}
			/>
			{wholeOf(view) === 'mine' && <AskedForNotes />}
			<Body list={list} name={name} />
			<OfferCard offers={offers} list={list} />
			<Splitter pane="list" />
		</Part>
	)
}

/** useName is what a view is called: as the navigation has it, where it is there. */
function useName(view: ViewKey): string {
	const { own, teams } = usePlaces()
	const departments = useDepartmentNames()
	return [...own, ...teams].find((p) => p.view === wholeOf(view))?.word ?? wordOf(view, departments)
}

function Body({ list, name }: { list: InboxList; name: string }) {
	const { rows, order } = list
	const lost = useLost()
	if (rows.pending && !rows.error && lost) {
		return <Empty title={t('frame.offline', { time: clock(lost) })}>{t('inbox.offline')}</Empty>
	}
	if (rows.pending && !rows.error) {
		return (
			<div className="flex-1" aria-busy="true">
				<Slow going />
				<Skeleton name={name} />
			</div>
		)
	}
	return (
		<>
			{rows.error && <Trouble error={rows.error} again={rows.again} className="mx-3 mb-2" />}
			{order.slots.length === 0 && !rows.error ? (
				<EmptyList view={list.view} />
			) : (
				<List list={list} name={t('inbox.list', { view: name })} />
			)}
		</>
	)
}

function actions(list: InboxList) {
	return [
		{ id: 'list.next', word: 'inbox.next', icon: 'down', key: 'j', run: () => list.go(1) },
		{ id: 'list.previous', word: 'inbox.previous', icon: 'up', key: 'k', run: () => list.go(-1) },
		...(list.open === undefined && list.cursor
			? [{ id: 'list.open', word: 'inbox.open', icon: 'open', key: 'Enter', run: list.enter } as const]
			: []),
		...(list.order.changes > 0
			? [{ id: 'list.update', word: 'inbox.update', icon: 'undo', run: list.order.update } as const]
			: []),
	] as const satisfies Parameters<typeof useActions>[0]
}

/** useReady fetches what shows a conversation before the first one is opened. */
function useReady() {
	useEffect(() => {
		const timer = setTimeout(() => void import('./sheet').catch(() => undefined), 500)
		return () => clearTimeout(timer)
	}, [])
}

/** useArrivals has a screen reader say how many conversations are new in the list. */
function useArrivals(list: InboxList, name: string) {
	const known = useRef<ReadonlySet<string>>(undefined)
	const { conversations, pending } = list.rows
	const pages = useRef(0)
	useEffect(() => {
		if (pending) return
		const now = new Set(conversations.map((c) => c.id))
		const before = known.current
		known.current = now
		const grew = conversations.length - pages.current
		pages.current = conversations.length
		if (!before || grew > 20) return // the next page, not arrivals
		const n = conversations.filter((c) => !before.has(c.id)).length
		if (n > 0) announce(t('inbox.newIn', { n, view: name }))
	}, [conversations, pending, name])
}
