import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Schemas } from '../api/client'
import { agents } from '../api/query'
import { Icon, type IconName } from '../ui/icon'
import { useNow } from '../ui/now'
import { dayOf, when } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { useDesk } from './desk'
import { draftWord } from './draft-name'
import { nameOf } from './forms/rule'
import { kindWord } from './plain'
import { SideTitle } from './side/title'
import { agenda } from './versions'

/** Agenda is what the next meeting about the policy is for: why it leads, when it is looked at again, and every point. */
export function Agenda() {
	const { leads, alone } = useDesk()
	const title = t(alone ? 'policy.agendaAlone' : 'policy.agenda')
	const { data, error } = useQuery(agenda)
	const now = useNow(60_000)
	if (error) return <Trouble error={error} />
	if (!data) return null
	const drifts = data.drift.filter((d) => d.due)
	return (
		<section aria-label={title} className="flex flex-col gap-2">
			<SideTitle title={title}>
				<span className="text-12 text-ink-3">{t('policy.pointsN', { n: data.points })}</span>
			</SideTitle>
			<p className={data.due ? 'font-medium text-hold' : 'text-ink-2'}>
				<Icon name="calendar" size={14} className="me-1.5 inline" />
				{data.review_on
					? t(data.due ? 'policy.reviewDue' : 'policy.reviewOn', {
							date: dayOf(new Date(data.review_on), now),
						})
					: t('policy.noReview')}
			</p>
			<ul className="flex flex-col">
				{data.disputes.map((d) => (
					<Dispute key={`${d.had} ${d.should_own}`} dispute={d} now={now} />
				))}
				{drifts.map((d) => (
					<Drifted key={`${d.network} ${d.propose}`} drift={d} />
				))}
				{data.proposals.map((d) => (
					<Point key={d.name} icon="pencil">
						<Link to="/policy" search={(s) => ({ ...s, draft: d.name })} className="font-semibold underline">
							{draftWord(d.name)}
						</Link>
						{d.why && (
							<span dir="auto" className="text-ink-2">
								: {d.why}
							</span>
						)}
					</Point>
				))}
				{data.accepted.map((a) => (
					<Left key={`${a.kind} ${a.rule ?? ''}`} left={a} />
				))}
			</ul>
			<Reasons why={leads.why} objective={leads.objective} />
		</section>
	)
}

function Point({ icon, children }: { icon: IconName; children: ReactNode }) {
	return (
		<li className="flex items-start gap-2 border-t border-line py-1.5">
			<Icon name={icon} size={14} className="mt-1 flex-none text-ink-3" />
			<div className="min-w-0 flex-1 break-words">{children}</div>
		</li>
	)
}

/** Dispute is what people said should have gone to another department, with their words. */
function Dispute({ dispute: d, now }: { dispute: Schemas['Disputed']; now: Date }) {
	const { vocabulary } = useDesk()
	const { data: people } = useQuery(agents)
	const person = (id: string | undefined) =>
		people?.items.find((a) => a.id === id)?.name ?? t('people.somebody')
	return (
		<Point icon="branch">
			<b>
				{t('policy.disputed', {
					n: d.times,
					had: vocabulary.name(d.had),
					should: vocabulary.name(d.should_own),
				})}
			</b>
			<ul>
				{d.latest.map((c) => (
					<li key={c.id} className="text-12 text-ink-2">
						{c.conversation_id ? (
							<Link to="/c/$id" params={{ id: c.conversation_id }} className="underline">
								<q dir="auto">{c.why}</q>
							</Link>
						) : (
							<q dir="auto">{c.why}</q>
						)}{' '}
						{t('policy.saidBy', { name: person(c.by), time: when(new Date(c.at), now) })}
					</li>
				))}
			</ul>
		</Point>
	)
}

function Drifted({ drift: d }: { drift: Schemas['Drift'] }) {
	const { vocabulary } = useDesk()
	const network = vocabulary.of('networks').find((o) => o.value === d.network)?.label ?? d.network
	return (
		<Point icon="late">
			{t('policy.drifted', {
				n: Math.round(d.share * 100),
				network,
				of: d.messages,
				name: vocabulary.name(d.propose),
			})}
		</Point>
	)
}

function Left({ left: a }: { left: Schemas['AcceptedWarning'] }) {
	const { policy } = useDesk()
	const rule = policy?.rules.find((r) => r.id === a.rule)
	return (
		<Point icon="question">
			{kindWord(a.kind)}
			{rule && ` (${nameOf(rule)})`}.{' '}
			<span className="text-ink-2">{t('policy.leftBecause', { why: a.reason })}</span>
		</Point>
	)
}

/** Reasons are why the policy in force leads and what it is meant to achieve: by that it is judged. */
function Reasons({ why, objective }: { why: string; objective: string }) {
	if (!why && !objective) return null
	return (
		<dl className="flex flex-col gap-1 border-t border-line pt-2">
			{objective && (
				<div>
					<dt className="text-12 text-ink-3">{t('policy.objective')}</dt>
					<dd dir="auto">{objective}</dd>
				</div>
			)}
			{why && (
				<div>
					<dt className="text-12 text-ink-3">{t('policy.whyLeads')}</dt>
					<dd dir="auto">{why}</dd>
				</div>
			)}
		</dl>
	)
}
