import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Schemas } from '../api/client'
import { departments } from '../api/query'
import { RowText, rowLook } from '../ui/list-beside'
import { useNow } from '../ui/now'
import { Skeleton } from '../ui/skeleton'
import { when } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { type Alarm, onCall, ringing } from './api'
import { firstReached } from './ladder'
import { useWithin } from './names'

/** OnCallList is what rings now, and every department with whom it would call first. */
export function OnCallList() {
	const { data: teams, error, refetch } = useQuery(departments)
	const { data: alarms } = useQuery(ringing)
	const rings = alarms?.items ?? []
	return (
		<div className="flex flex-col gap-1 pb-6">
			<h1 className="flex h-14 items-center px-3 text-18 font-semibold">{t('oncall.title')}</h1>
			{error && <Trouble error={error} again={() => void refetch()} className="mx-3" />}
			{!teams && !error && <Skeleton rows={5} />}
			{rings.length > 0 && (
				<nav aria-label={t('oncall.rings')} className="flex flex-col pb-2">
					<h2 className="px-3 pb-1 text-12 font-semibold text-late">{t('oncall.rings')}</h2>
					{rings.map((a) => (
						<Ring key={a.id} alarm={a} />
					))}
				</nav>
			)}
			{teams && rings.length === 0 && <p className="px-3 pb-2 text-12 text-ink-3">{t('oncall.quiet')}</p>}
			<nav aria-label={t('oncall.departments')} className="flex flex-col">
				{teams?.items.map((d) => (
					<Row key={d.key} department={d} />
				))}
			</nav>
		</div>
	)
}

function Ring({ alarm: a }: { alarm: Alarm }) {
	const { data: teams } = useQuery(departments)
	const now = useNow(60_000)
	const team = teams?.items.find((d) => d.key === a.department)?.name ?? a.department
	return (
		<Link to="/c/$id" params={{ id: a.conversation_id }} className={rowLook}>
			<RowText
				icon={a.kind === 'crisis' ? 'flag' : 'safety'}
				iconLook="text-late"
				name={t(a.kind === 'crisis' ? 'alarm.crisis' : 'alarm.safety')}
				more={`${team} · ${t('alarm.since', { time: when(new Date(a.raised_at), now) })}`}
			/>
		</Link>
	)
}

function Row({ department: d }: { department: Schemas['Department'] }) {
	const { data } = useQuery(onCall(d.key))
	const named = useWithin()
	const first = firstReached(data?.plan.reached ?? [])
	const whom = named(data?.plan.reached[first] ?? [])
	const calls = whom ? (
		t('oncall.first', { names: whom })
	) : (
		<span className="font-medium text-late">{t('oncall.nobody')}</span>
	)
	return (
		<Link
			to="/on-call/$department"
			params={{ department: d.key }}
			className={rowLook}
			activeProps={{ 'aria-current': 'page' }}
		>
			<RowText icon="call" name={d.name} more={data && calls} />
		</Link>
	)
}
