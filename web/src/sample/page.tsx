import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { Page } from '../app/page'
import { Button } from '../ui/button'
import { Check } from '../ui/choose'
import { exactly } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { company, type Sample, sample } from './api'

/** SamplePage begins the sample company again or leaves it, saying first what goes. */
export function SamplePage() {
	const { data, error, refetch } = useQuery(sample)
	return (
		<Page title={t('sample.title')}>
			{error && <Trouble error={error} again={() => void refetch()} />}
			{data?.present && <Present view={data} />}
			{data && !data.present && <Absent view={data} />}
		</Page>
	)
}

/** useChange does something to the whole company; whatever was read before is out of date. */
function useChange(call: () => Promise<unknown>) {
	const queries = useQueryClient()
	return useMutation({ mutationFn: call, onSuccess: () => queries.invalidateQueries() })
}

function Present({ view }: { view: Sample }) {
	const reset = useChange(() => ask(api.POST('/api/v1/sample/reset')))
	return (
		<>
			{view.told_at && (
				<p className="text-ink-2">{t('sample.told', { time: exactly(new Date(view.told_at)) })}</p>
			)}
			<section className="flex flex-col items-start gap-2 border-t border-line pt-4">
				<p className="text-14">{t('sample.resetText')}</p>
				<Button onClick={() => reset.mutate()} disabled={reset.isPending}>
					{t('sample.reset')}
				</Button>
				<p role="status" className="text-good">
					{reset.isSuccess && t('sample.resetDone')}
				</p>
				{reset.error && <Trouble error={reset.error} />}
			</section>
			<Leave view={view} />
		</>
	)
}

type What = keyof NonNullable<Sample['goes']>
const counted: What[] = ['conversations', 'messages', 'customers', 'drafts', 'accounts', 'people']
const most = 10_000

function Leave({ view }: { view: Sample }) {
	const [keep, setKeep] = useState({ people: false, policy: false })
	const [agreed, agree] = useState(false)
	const kept = (['people', 'policy'] as const).filter((k) => keep[k])
	const navigate = useNavigate()
	const leave = useChange(async () => {
		await ask(api.POST('/api/v1/sample/leave', { body: { keep: kept } }))
		await navigate({ to: '/setup', replace: true })
	})
	const goes = counted.filter((c) => c !== 'people' || !keep.people)
	return (
		<section className="flex flex-col items-start gap-2 border-t border-line pt-4">
			<h2 className="text-15 font-semibold">{t('sample.leave')}</h2>
			<p className="text-14">{t('sample.leaveText')}</p>
			<ul className="list-disc ps-5 text-14">
				{goes.map((c) => (
					<li key={c}>{size(c, view.goes?.[c] ?? 0)}</li>
				))}
			</ul>
			<Check
				label={t('sample.keepPeople')}
				help={t('sample.keepPeopleHelp')}
				checked={keep.people}
				onChange={(people) => setKeep({ ...keep, people })}
			/>
			<Check
				label={t('sample.keepPolicy')}
				help={t('sample.keepPolicyHelp')}
				checked={keep.policy}
				onChange={(policy) => setKeep({ ...keep, policy })}
			/>
			<Check label={<b>{t('sample.agree')}</b>} checked={agreed} onChange={agree} />
			<Button look="danger" disabled={!agreed || leave.isPending} onClick={() => leave.mutate()}>
				{t('sample.leave')}
			</Button>
			{leave.error && <Trouble error={leave.error} />}
		</section>
	)
}

/** size says how much goes; what is counted no further says so. */
export function size(what: What, n: number): string {
	const said = t(`sample.goes.${what}`, { n })
	return n < most ? said : said.replace(/^\S+/, (figure) => t('sample.atLeast', { n: figure }))
}

function Absent({ view }: { view: Sample }) {
	const begin = useChange(() => ask(api.POST('/api/v1/sample')))
	return (
		<div className="flex flex-col items-start gap-3">
			<p className="text-14">{t('sample.absent')}</p>
			{view.not_now ? (
				<p className="text-ink-2">
					{view.not_now.text} {view.not_now.hint}
				</p>
			) : (
				<>
					<p className="text-ink-2">{t('sample.beginText')}</p>
					<Button onClick={() => begin.mutate()} disabled={begin.isPending}>
						{t('sample.begin')}
					</Button>
				</>
			)}
			{begin.error && <Trouble error={begin.error} />}
			<OwnCompany />
			<Link to="/networks" className="text-cord underline">
				{t('sample.connect')}
			</Link>
		</div>
	)
}

/** OwnCompany is the way to say what the company is, where nobody has. */
function OwnCompany() {
	const { data } = useQuery(company)
	if (!data || data.charter) return null
	return (
		<Link to="/setup" className="font-semibold text-cord underline">
			{t('sample.own')}
		</Link>
	)
}
