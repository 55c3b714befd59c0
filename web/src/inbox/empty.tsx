import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { shown } from '../action/key'
import { departments, me } from '../api/query'
import { useCompany, usePlaces } from '../app/places'
import { usePresence } from '../app/presence'
import { Button } from '../ui/button'
import { Mark } from '../ui/mark'
import { Empty, Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { askedBy, topicIn, type ViewKey, wholeOf } from './view'

/** EmptyList says why nothing is here and where there may be something. */
export function EmptyList({ view }: { view: ViewKey }) {
	if (askedBy(view) && topicIn(view)) {
		return <Said title={t('inbox.emptyTopic')}>{to(wholeOf(view), t('inbox.wholeAgain'))}</Said>
	}
	switch (askedBy(view)?.view) {
		case undefined:
			return <NoView />
		case 'mine':
			return <EmptyMine />
		case 'offered':
			return (
				<Said title={t('inbox.emptyOffered')}>
					<WhileAway />
					{to('mine', t('inbox.emptyOfferedHint'))}
				</Said>
			)
		case 'unowned':
			return <Said title={t('inbox.emptyUnowned')} />
		case 'closed':
			return <Said title={t('inbox.emptyClosed')} />
		case 'queue':
		case 'department':
			return <EmptyTeam view={view} />
		default:
			return <Quiet />
	}
}

/** EmptyMine says how much waits for somebody to take it: where nothing is offered, nobody else will say so. */
function EmptyMine() {
	const place = usePlaces().teams.find((p) => p.view === 'unowned')
	const n = place?.count ?? 0
	return (
		<Said title={t(n > 0 ? 'inbox.emptyMineLed' : 'inbox.emptyMine')}>
			<WhileAway />
			{n > 0 && <p>{t('inbox.emptyMineWaiting', { n })}</p>}
			{place && to('unowned', t('inbox.emptyMineHint', { place: place.word }))}
		</Said>
	)
}

/** EmptyTeam is the view of a department in which nothing is, or the address of none. */
function EmptyTeam({ view }: { view: ViewKey }) {
	const { data: teams } = useQuery(departments)
	const asked = askedBy(view)
	if (teams && !teams.items.some((d) => d.key === asked?.department)) return <NoView />
	return <Said title={t(asked?.view === 'queue' ? 'inbox.emptyUnowned' : 'inbox.emptyTeam')} />
}

const NoView = () => <Said title={t('inbox.noView')}>{to('mine', t('frame.toMyWork'))}</Said>

/** WhileAway says to somebody who is not here why nothing is offered to them. */
function WhileAway() {
	const { data: who } = useQuery(me)
	const presence = usePresence()
	if (!who?.permissions.includes('conversation.work') || who.agent.presence === 'here') return null
	return (
		<div className="mb-3 flex flex-col items-center gap-2">
			<p>{t(who.agent.presence === 'paused' ? 'inbox.emptyPaused' : 'inbox.emptyAway')}</p>
			<Button onClick={() => presence.mutate('here')}>{t('frame.setHere')}</Button>
			{presence.error && <Trouble error={presence.error} />}
		</div>
	)
}

function Quiet() {
	const practice = useCompany().find((p) => p.href === '/practice')
	return (
		<Said title={t('inbox.emptyAll')}>
			{practice && (
				<>
					<p>{t('inbox.emptyAllHint')}</p>
					<a href={practice.href} target="_blank" rel="noreferrer" className={link}>
						{t('inbox.openPractice')}
					</a>
				</>
			)}
		</Said>
	)
}

const link = 'text-cord underline inline-block py-1'

function Said({ title, children }: { title: string; children?: ReactNode }) {
	return (
		<div id="list" tabIndex={-1} className="flex-1 outline-none">
			<Empty title={title}>{children}</Empty>
		</div>
	)
}

const to = (view: ViewKey, word: string) => (
	<Link to="/v/$view" params={{ view }} className={link}>
		{word}
	</Link>
)

/** NothingOpen is the sheet while no conversation is in it. */
export function NothingOpen() {
	return (
		<div className="grid h-full place-items-center px-6 text-center">
			<div className="flex flex-col items-center gap-2 text-ink-3">
				<span className="opacity-40 grayscale">
					<Mark size={48} />
				</span>
				<p className="text-15 font-semibold text-ink-2">{t('inbox.nothingOpen')}</p>
				<p className="max-rail:hidden pointer-coarse:hidden">
					{t('inbox.nothingOpenHint', { next: shown('j'), previous: shown('k'), open: shown('Enter') })}
				</p>
			</div>
		</div>
	)
}
