import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { accounts, me } from '../api/query'
import { Avatar } from '../ui/avatar'
import { Icon, type IconName } from '../ui/icon'
import { useNow } from '../ui/now'
import { when } from '../ui/time'
import { Tip } from '../ui/tip'
import { t } from '../words/catalogue'
import { networksOf } from './networks'
import { useLost } from './parts'
import { presenceWord } from './presence'

const MeMenu = lazy(() => import('./me-menu').then((m) => ({ default: m.MeMenu })))

/** Foot says how the networks do and whether I am here, below the places. */
export function Foot() {
	const { data: who } = useQuery(me)
	if (!who) return null
	const { agent } = who
	return (
		<div className="mt-2 flex-none border-t border-line pt-2 max-desk:flex max-desk:w-10 max-desk:flex-col max-desk:items-center">
			<NetworksLine />
			<Suspense fallback={<Self name={agent.name} under="" />}>
				<MeMenu>
					<button
						type="button"
						className="flex w-full items-center gap-2 rounded-control p-1 text-start hover:bg-hover max-desk:w-auto"
					>
						<Self
							name={agent.name}
							under={`${presenceWord(agent.presence)} · ${t('frame.load', { load: agent.load, cap: agent.cap })}`}
						/>
						<span className="sr-only">, {t('frame.menuOf')}</span>
					</button>
				</MeMenu>
			</Suspense>
		</div>
	)
}

function Self({ name, under }: { name: string; under: string }) {
	return (
		<>
			<Avatar name={name} ours />
			<span className="min-w-0 max-desk:sr-only">
				<b className="block truncate leading-4">{name}</b>
				<span className="block truncate text-11 text-ink-3">{under}</span>
			</span>
		</>
	)
}

/** NetworksLine is a tick, or what cannot be read and since when. */
export function NetworksLine() {
	const { data } = useQuery(accounts)
	const now = useNow(60_000)
	const lost = useLost()
	if (lost) return <State icon="broken" tone="font-medium text-hold" words={t('frame.offlineShort')} />
	if (!data) return <p className="h-7" />
	const { live, trouble } = networksOf(data.items)
	const [worst] = trouble
	const since = worst?.health.since && when(new Date(worst.health.since), now)
	const words =
		worst && trouble.length === 1 && since
			? t('frame.down', { name: worst.name || worst.handle, time: since })
			: worst
				? t('frame.downMore', { n: trouble.length })
				: t('frame.networks', { count: live })
	const hint = trouble
		.map((a) => [a.name, a.health.text, a.health.next_step].filter(Boolean).join(': '))
		.join('\n')
	return (
		<State
			icon={worst ? 'broken' : live > 0 ? 'tick' : 'pause'}
			tone={worst ? 'font-medium text-late' : 'text-ink-2'}
			words={words}
			hint={hint}
		/>
	)
}

function State({ icon, tone, words, hint }: { icon: IconName; tone: string; words: string; hint?: string }) {
	return (
		<Tip text={words}>
			<p title={hint || undefined} className={`flex min-h-7 items-center gap-[9px] px-2 text-12 ${tone}`}>
				<Icon name={icon} size={14} />
				<span className="max-desk:sr-only">{words}</span>
			</p>
		</Tip>
	)
}
