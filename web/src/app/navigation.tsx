import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { me } from '../api/query'
import { Avatar } from '../ui/avatar'
import { Icon, type IconName } from '../ui/icon'
import { Mark } from '../ui/mark'
import { t } from '../words/catalogue'
import { type Place, usePlaces } from './places'

const item =
	'relative flex h-7 items-center gap-2.5 rounded-control px-2 font-medium text-ink-2 hover:bg-hover ' +
	'max-desk:h-8 max-desk:w-10 max-desk:justify-center max-desk:px-0'
const here = 'bg-surface font-semibold text-ink shadow-rest hover:bg-surface'

/** Navigation is the column of places: words at a desk, icons on a narrow screen, absent on a phone. */
export function Navigation() {
	const { own, teams } = usePlaces()
	return (
		<nav
			aria-label={t('frame.main')}
			className="flex min-h-0 flex-col overflow-y-auto px-2 pt-3.5 pb-2.5 max-desk:items-center max-rail:hidden"
		>
			<Link to="/" className="flex items-center gap-2 px-1.5 pb-3 text-15 font-[650] tracking-[-0.01em]">
				<Mark />
				<span className="max-desk:sr-only">Switchboard</span>
			</Link>
			{own.map((p) => (
				<ViewLink key={p.view} place={p} />
			))}
			<Group word={t('frame.teams')} />
			{teams.map((p) => (
				<ViewLink key={p.view} place={p} />
			))}
			<Foot />
		</nav>
	)
}

export function Group({ word }: { word: string }) {
	return (
		<p className="px-2 pt-3 pb-1 text-11 font-semibold text-ink-3 max-desk:my-2 max-desk:h-0 max-desk:w-7 max-desk:overflow-hidden max-desk:border-t max-desk:border-line max-desk:p-0">
			{word}
		</p>
	)
}

function ViewLink({ place }: { place: Place }) {
	return (
		<Link
			to="/v/$view"
			params={{ view: place.view }}
			className={item}
			activeProps={{ className: here, 'aria-current': 'page' }}
			title={place.word}
		>
			<Inside icon={place.icon} word={place.word} />
			{place.lamp && (
				<span
					aria-hidden="true"
					className="ms-auto size-1.5 rounded-full bg-lamp max-desk:absolute max-desk:end-1 max-desk:top-1"
				/>
			)}
			{place.count !== undefined && place.count > 0 && (
				<span className={clsx('text-12 text-ink-3 max-desk:sr-only', !place.lamp && 'ms-auto')}>
					{place.count}
				</span>
			)}
		</Link>
	)
}

export function Inside({ icon, word }: { icon: IconName; word: string }) {
	return (
		<>
			<Icon name={icon} className="text-ink-3 [[aria-current=page]>&]:text-cord" />
			<span className="truncate max-desk:sr-only">{word}</span>
		</>
	)
}

function Foot() {
	const { data: who } = useQuery(me)
	if (!who) return null
	const presence = { here: t('frame.here'), paused: t('frame.paused'), away: t('frame.away') }[
		who.agent.presence
	]
	return (
		<div className="mt-auto border-t border-line pt-2">
			<div className="flex items-center gap-2 px-2 py-1 max-desk:px-0">
				<Avatar name={who.agent.name} ours />
				<span className="min-w-0 max-desk:sr-only">
					<b className="block truncate leading-4">{who.agent.name}</b>
					<span className="text-11 text-ink-3">
						{presence} · {t('frame.load', { load: who.agent.load, cap: who.agent.cap })}
					</span>
				</span>
			</div>
		</div>
	)
}
