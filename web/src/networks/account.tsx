import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { isMissing } from '../api/problem'
import { Heading } from '../app/heading'
import { Missing } from '../app/missing'
import { useTitle } from '../app/title'
import { sample } from '../sample/api'
import { Icon } from '../ui/icon'
import { useNow } from '../ui/now'
import { when } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { About } from './about'
import { type AccountView, account, type Gap, gaps, network } from './api'
import { Change } from './change'
import { EndPractice } from './end-practice'
import { inTrouble, stateOf, toneLook } from './state'
import { Use } from './use-account'
import { Warnings } from './warnings'
import '../words/en/networks'

const route = getRouteApi('/framed/networks/$account')

/** AccountPage is one account: how it is, what to do about it, and its settings. */
export function AccountPage() {
	const { account: id } = route.useParams()
	const { data, error, refetch } = useQuery(account(id))
	if (isMissing(error)) return <Missing title={t('networks.gone')}>{t('networks.goneHint')}</Missing>
	const trouble = error && <Trouble error={error} again={() => void refetch()} className="m-8" />
	if (!data) return trouble
	return (
		<>
			{trouble}
			<One key={id} view={data.account} tag={data.tag} />
		</>
	)
}

function One({ view, tag }: { view: AccountView; tag: string }) {
	const { data: form } = useQuery(network(view.network))
	const { data: missed } = useQuery(gaps)
	const now = useNow(60_000)
	useTitle(view.name)
	const mine = (missed?.items ?? []).filter((g) => g.account_id === view.id)
	const state = stateOf(view, mine, now)
	return (
		<div className="mx-auto flex max-w-[640px] flex-col gap-6 p-4 rail:p-8">
			<header>
				<Heading>{view.name}</Heading>
				<p className="flex flex-wrap items-center gap-x-3 text-ink-2">
					<span className={`flex items-center gap-1 font-semibold ${toneLook[state.tone]}`}>
						<Icon name={state.icon} />
						{state.word}
					</span>
					<span>{form?.name ?? view.network}</span>
					<span dir="auto">{view.handle}</span>
				</p>
			</header>
			<HealthNow view={view} now={now} />
			<Warnings list={view.warnings} />
			{form && <Use view={view} posts={form.text !== undefined} />}
			{view.network === 'practice' && <Practice />}
			<Missed list={mine} now={now} />
			{form && !['history', 'by_hand'].includes(view.state) && <Change form={form} view={view} tag={tag} />}
			{form && <About form={form} />}
		</div>
	)
}

/** Practice leads to where customers are invented, and to the end of it. */
function Practice() {
	return (
		<div className="flex flex-col gap-2">
			<a
				href="/practice"
				target="_blank"
				rel="noreferrer"
				className="flex items-center gap-1.5 self-start font-semibold text-cord underline"
			>
				<Icon name="open" />
				{t('networks.openPractice')}
			</a>
			<PracticeEnd />
		</div>
	)
}

/** In the sample company practice goes with the whole of it. */
function PracticeEnd() {
	const { data } = useQuery(sample)
	const navigate = useNavigate()
	if (!data || data.present) return null
	return <EndPractice then={() => void navigate({ to: '/networks' })} />
}

/** HealthNow stands on top: what is wrong, since when, and the next step. */
function HealthNow({ view, now }: { view: AccountView; now: Date }) {
	const { health } = view
	if (!['paused', 'history', 'by_hand'].includes(view.state) && inTrouble(view)) {
		return (
			<div role="status" className="rounded-card bg-late-soft px-3 py-2">
				<b className="text-late">{health.text}</b> <span className="text-ink-2">{health.next_step}</span>
			</div>
		)
	}
	const at = health.last_success && when(new Date(health.last_success), now)
	const well = at ? t('networks.health.good', { time: at }) : t('networks.health.starting')
	const words: Record<string, string> = {
		paused: t('networks.health.paused'),
		history: t('networks.health.history'),
		by_hand: t('networks.health.by_hand'),
		listen: `${well} ${t('networks.health.listen')}`,
	}
	return <p className="rounded-card bg-sunken px-3 py-2 text-ink-2">{words[view.state] ?? well}</p>
}

function Missed({ list, now }: { list: Gap[]; now: Date }) {
	if (list.length === 0) return null
	return (
		<section>
			<h2 className="text-15 font-semibold">{t('networks.gaps')}</h2>
			<ul className="mt-1.5 *:border-t *:border-line *:first:border-0">
				{list.map((g) => (
					<li key={g.lane + g.opened_at} className="flex flex-wrap gap-x-3 py-1.5">
						<span className="flex-1">{g.reason}</span>
						<span className="text-ink-3">{when(new Date(g.opened_at), now)}</span>
						<span className={g.state === 'unfillable' ? 'text-late' : 'text-hold'}>
							{g.state === 'unfillable' ? t('networks.gap.unfillable') : t('networks.gap.open')}
						</span>
					</li>
				))}
			</ul>
		</section>
	)
}
