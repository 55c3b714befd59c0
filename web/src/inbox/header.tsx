import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { lazy, memo, Suspense } from 'react'
import { Heading } from '../app/heading'
import { usePlaces } from '../app/places'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { useTopicNames } from '../why/topic-names'
import { t } from '../words/catalogue'
import { topicIn, wholeOf } from './view'

const ShowMenu = lazy(() => import('./show-menu').then((m) => ({ default: m.ShowMenu })))

interface Props {
	view: string
	name: string
	/** How many there are as far as the list knows, unless a counter knows better. */
	length: number | undefined
	changes: number
	update: () => void
}

/** Header names the list and says how much is in it, and what waits until it may be moved. Scrolling leaves it alone. */
export const Header = memo(function Header({ view, name, length, changes, update }: Props) {
	const { own, teams } = usePlaces()
	const counted = [...own, ...teams].find((p) => p.view === view)?.count
	return (
		<header className="flex-none max-rail:-order-2">
			<div className="flex h-14 items-center gap-2 ps-3.5 pe-2 pt-2 max-rail:ps-4">
				<Heading id="list-name" className="truncate">
					{name}
				</Heading>
				<span className="text-ink-3 max-rail:text-[17px]">{counted ?? length}</span>
				{changes > 0 && (
					<Button
						look="quiet"
						size="small"
						className="text-cord!"
						title={t('inbox.changesHint')}
						onClick={update}
					>
						{t('inbox.changes', { n: changes })}
					</Button>
				)}
				<span className="ms-auto">
					<Suspense fallback={<span className="block size-(--control)" />}>
						<ShowMenu view={view} />
					</Suspense>
				</span>
			</div>
			{topicIn(view) && <TopicChip view={view} />}
			<Chips view={wholeOf(view)} />
		</header>
	)
})

/** TopicChip says to which topic a list is narrowed, and leads back to the whole. */
function TopicChip({ view }: { view: string }) {
	const topic = useTopicNames()(topicIn(view))
	return (
		<div className="px-3.5 pb-2 max-rail:px-4">
			<Link
				to="/v/$view"
				params={{ view: wholeOf(view) }}
				aria-label={t('inbox.topicAway', { topic })}
				className="inline-flex min-h-(--tap) max-w-full items-center gap-1.5 rounded-full bg-hover px-3 text-12 font-semibold"
			>
				<span className="truncate">{t('inbox.topicOnly', { topic })}</span>
				<Icon name="close" size={14} className="flex-none text-ink-3" />
			</Link>
		</div>
	)
}

/** The views of one's own work, on a phone. */
function Chips({ view }: { view: string }) {
	const { own } = usePlaces()
	if (!own.some((p) => p.view === view)) return null
	return (
		<nav aria-label={t('inbox.scope')} className="flex gap-2 overflow-x-auto px-4 py-1 pb-2 rail:hidden">
			{own.map((p) => (
				<Link
					key={p.view}
					to="/v/$view"
					params={{ view: p.view }}
					aria-current={p.view === view ? 'page' : undefined}
					className={clsx(
						'flex h-9 flex-none items-center gap-1.5 rounded-full px-3.5 text-12 font-semibold',
						p.view === view ? 'bg-cord text-on-cord' : 'bg-surface text-ink-2 shadow-rest',
					)}
				>
					{p.word}
					{p.count !== undefined && p.count > 0 && <span>{p.count}</span>}
				</Link>
			))}
		</nav>
	)
}
