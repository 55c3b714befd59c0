import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { agents } from '../api/query'
import { useNow } from '../ui/now'
import { Skeleton } from '../ui/skeleton'
import { exactly, when } from '../ui/time'
import { Empty, Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { numbered } from '../words/region'
import { draftWord } from './draft-name'
import { agenda } from './versions'
import { spoken, useVocabulary } from './vocabulary'

/** AgendaTab lists what the next look at the policy is about: open drafts, what came to the wrong department, what drifts. */
export function AgendaTab() {
	const { data, error, refetch } = useQuery(agenda)
	const now = useNow(60_000)
	if (error) return <Trouble error={error} again={() => void refetch()} className="m-6" />
	if (!data) return <Skeleton rows={4} />
	return (
		<div className="flex flex-col gap-6 px-4 py-4 rail:px-6">
			{data.review_on && (
				<p className={data.due ? 'font-semibold text-late' : 'text-ink-2'}>
					{t(data.due ? 'policy.reviewDue' : 'policy.reviewOn', {
						time: when(new Date(data.review_on), now),
					})}
				</p>
			)}
			{data.points === 0 && <Empty title={t('policy.noPoints')}>{t('policy.noPointsHint')}</Empty>}
			<Proposals />
			<Disputes />
			<Drifting />
			<Left />
		</div>
	)
}

const Points = ({ title, children }: { title: string; children: ReactNode }) => (
	<section aria-label={title}>
		<h2 className="text-15 font-semibold">{title}</h2>
		<ul>{children}</ul>
	</section>
)

const line = 'border-t border-line py-2.5'

function Proposals() {
	const { data } = useQuery(agenda)
	const { data: people } = useQuery(agents)
	const now = useNow(60_000)
	if (!data?.proposals.length) return null
	return (
		<Points title={t('policy.proposals')}>
			{data.proposals.map((p) => (
				<li key={p.name} className={line}>
					<Link to="/policy" search={{ draft: p.name }} className="font-semibold underline">
						{draftWord(p.name)}
					</Link>{' '}
					<time dateTime={p.saved_at} title={exactly(new Date(p.saved_at))} className="text-ink-3">
						{t('policy.savedBy', {
							name: people?.items.find((a) => a.id === p.saved_by)?.name ?? t('people.somebody'),
							time: when(new Date(p.saved_at), now),
						})}
					</time>
					{p.why && <p dir="auto">{p.why}</p>}
				</li>
			))}
		</Points>
	)
}

function Disputes() {
	const { data } = useQuery(agenda)
	const vocabulary = useVocabulary(undefined)
	if (!data?.disputes.length) return null
	return (
		<Points title={t('policy.disputes')}>
			{data.disputes.map((d) => (
				<li key={`${d.had} ${d.should_own}`} className={line}>
					<b>{numbered(d.times)}</b> {vocabulary.name(d.had)} →{' '}
					<b className="text-cord">{vocabulary.name(d.should_own)}</b>
					<ul>
						{d.latest.map((c) => (
							<li key={c.id}>
								<Link to="/c/$id" params={{ id: c.conversation_id }} className="underline">
									<span dir="auto">{c.why}</span>
								</Link>
							</li>
						))}
					</ul>
				</li>
			))}
		</Points>
	)
}

function Drifting() {
	const { data } = useQuery(agenda)
	const vocabulary = useVocabulary(undefined)
	const due = data?.drift.filter((d) => d.due) ?? []
	if (due.length === 0) return null
	return (
		<Points title={t('policy.drifting')}>
			{due.map((d) => (
				<li key={`${d.network} ${d.propose}`} className={line}>
					{t('policy.driftsTo', {
						network: spoken(d.network),
						what: (d.intent ?? []).map(spoken).join(', '),
						share: Math.round(d.share * 100),
						over: Math.round(d.over * 100),
						name: vocabulary.name(d.propose),
					})}
				</li>
			))}
		</Points>
	)
}

function Left() {
	const { data } = useQuery(agenda)
	if (!data?.accepted.length) return null
	return (
		<Points title={t('policy.left')}>
			{data.accepted.map((a) => (
				<li key={`${a.kind} ${a.rule}`} className={line}>
					{spoken(a.kind)}
					{a.rule && ` (${a.rule})`}: <span dir="auto">{a.reason}</span>
				</li>
			))}
		</Points>
	)
}
