import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { Heading } from '../app/heading'
import { Wordmark } from '../ui/mark'
import { dayOf } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { Answered } from './answered'
import { answersOf } from './draft'
import { Examples } from './examples'
import { type Proposal, proposalOf } from './propose'
import { useRoom } from './room'
import { Said } from './said'
import { Explained } from './section'
import { Start } from './start'
import { Steps } from './steps'
import '../words/en/setup'

/** ProposalPage says how a company would answer, made from what it said. */
export function ProposalPage() {
	const { draft, inside } = useRoom()
	const { data, error, refetch } = useQuery(proposalOf(answersOf(draft), inside))
	if (!draft.company.trim()) return <Navigate to="/setup" replace />
	return (
		<main className="grid min-h-full grid-cols-1 desk:h-dvh desk:grid-cols-[404px_minmax(0,1fr)]">
			<aside
				aria-label={t('setup.yourAnswers')}
				className="flex flex-col gap-6 p-4 rail:p-8 desk:overflow-y-auto desk:px-14 desk:pe-10 desk:pt-12"
			>
				<Wordmark />
				<div className="max-desk:hidden">
					<p className="text-36 font-semibold">{t('setup.proposalTitle')}</p>
					<p className="mt-3 text-15 text-ink-2">{t('setup.proposalLead')}</p>
				</div>
				<div className="max-desk:hidden">
					<Answered />
				</div>
				<details className="desk:hidden">
					<summary className="cursor-pointer py-2 font-semibold">{t('setup.yourAnswers')}</summary>
					<Answered />
				</details>
			</aside>
			<div className="flex min-h-0 flex-col bg-surface shadow-rest desk:m-2 desk:ms-0 desk:rounded-sheet">
				{error && <Trouble error={error} again={() => void refetch()} className="m-8" />}
				{data && <Read proposal={data} />}
			</div>
		</main>
	)
}

function Read({ proposal }: { proposal: Proposal }) {
	const sections = proposal.explained ?? []
	const left = sections.filter((s) => s.key === 'leads' || s.key === 'away')
	const right = sections.filter((s) => !left.includes(s))
	return (
		<>
			<div className="flex-1 p-4 rail:px-11 rail:pt-6 rail:pb-8 desk:min-h-0 desk:overflow-y-auto">
				<Steps now={2} aside={t('setup.oneMinute')} />
				<Heading size="large" className="mt-2">
					{proposal.headline.text}
				</Heading>
				<div className="mt-3 grid grid-cols-1 gap-x-11 gap-y-5 desk:grid-cols-[1.12fr_1fr]">
					<div className="flex flex-col gap-4">
						{left.map((s) => (
							<Explained key={s.key} section={s} />
						))}
					</div>
					<div className="flex flex-col gap-4">
						{right.map((s) => (
							<Explained key={s.key} section={s} />
						))}
					</div>
				</div>
				<div className="mt-5 flex flex-col gap-7">
					<Examples list={proposal.examples ?? []} zone={proposal.hours.zone} />
					<MissingYet list={proposal.missing} />
					<details>
						<summary className="cursor-pointer py-1 text-ink-2">{t('setup.policyText')}</summary>
						{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
						<pre tabIndex={0} className="mt-2 overflow-x-auto rounded-card bg-sunken p-3 font-mono text-12">
							{proposal.policy}
						</pre>
					</details>
				</div>
			</div>
			<Start proposal={proposal} />
		</>
	)
}

function MissingYet({ list }: { list: Proposal['missing'] }) {
	if (list.length === 0) return null
	const soon = Date.now() + 60_000
	return (
		<section aria-labelledby="setup-missing">
			<h2 id="setup-missing" className="text-15 font-semibold">
				{t('setup.missing')}{' '}
				<span className="ps-1 text-12 font-normal text-ink-3">{t('setup.missingAside')}</span>
			</h2>
			<ul className="mt-1.5 *:border-line *:not-first:border-t">
				{list.map((m) => (
					<li key={m.text} className="flex flex-wrap justify-between gap-x-4 py-2 text-14">
						<span>
							<Said sentence={m} />
						</span>
						<span className="text-12 text-ink-3">
							{Date.parse(m.by) < soon
								? t('setup.missingNow')
								: t('setup.missingBy', { time: dayOf(new Date(m.by), new Date()) })}
						</span>
					</li>
				))}
			</ul>
		</section>
	)
}
