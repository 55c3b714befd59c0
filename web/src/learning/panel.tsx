import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { me } from '../api/query'
import { Section } from '../app/page'
import { Button } from '../ui/button'
import { useNow } from '../ui/now'
import { Skeleton } from '../ui/skeleton'
import { when } from '../ui/time'
import { Empty, Trouble } from '../ui/trouble'
import { type Key, t } from '../words/catalogue'
import { does, type Learning, layers, learning } from './api'
import { Version } from './version'
import '../words/en/learning'

/** LearningPanel shows what triage learned from corrections, how it was judged, and the way back. It stands by itself. */
export function LearningPanel() {
	const queries = useQueryClient()
	const { data: who } = useQuery(me)
	const { data, error, refetch } = useQuery(learning)
	const act = useMutation({
		mutationFn: (call: () => Promise<Learning>) => call(),
		onSuccess: async (after) => {
			queries.setQueryData(learning.queryKey, after)
			await queries.invalidateQueries({ queryKey: layers.queryKey })
		},
		onError: () => void queries.invalidateQueries({ queryKey: ['learning'] }),
	})
	if (error) return <Trouble error={error} again={() => void refetch()} />
	if (!data) return <Skeleton rows={4} />
	const may = who?.permissions.includes('policy.activate') ?? false
	const change = may && !act.isPending ? (call: () => Promise<Learning>) => act.mutate(call) : undefined
	const use = change && ((number: number) => change(() => does.use(number, data.in_force?.number ?? 0)))
	return (
		<>
			{act.error && <Trouble error={act.error} />}
			<Now state={data} onChange={change} onUse={use} />
			<Section title={t('learning.counts')}>
				<ul className="flex list-disc flex-col gap-1 ps-5 text-ink-2">
					<li>{t('learning.countsCorrected')}</li>
					<li>{t('learning.countsStood')}</li>
					<li>{t('learning.countsCare')}</li>
					<li>{t('learning.countsNot')}</li>
				</ul>
			</Section>
			<Versions present={data.in_force?.number ?? 0} base={data.base} onUse={use} />
		</>
	)
}

/** Now says what reads messages, what waits to be learned from, and what can be done about it. */
function Now({
	state: s,
	onChange,
	onUse,
}: {
	state: Learning
	onChange: ((call: () => Promise<Learning>) => void) | undefined
	onUse: ((number: number) => void) | undefined
}) {
	const now = useNow(60_000)
	return (
		<Section title={t('learning.now')}>
			<div role="status" className="flex flex-col gap-1">
				{lines(s, now).map((line) => (
					<p key={line}>{line}</p>
				))}
			</div>
			<div className="flex flex-wrap items-center gap-2">
				{onUse && s.in_force && <Button onClick={() => onUse(s.previous)}>{t('learning.takeBack')}</Button>}
				{onChange && s.enabled && !s.learning && (
					<Button onClick={() => onChange(does.learn)}>{t('learning.learnNow')}</Button>
				)}
				{onChange && (
					<Button look="quiet" onClick={() => onChange(() => does.switchTo(!s.enabled))}>
						{t(s.enabled ? 'learning.switchOff' : 'learning.switchOn')}
					</Button>
				)}
			</div>
			{onUse && s.in_force && (
				<p className="text-12 text-ink-3">
					{s.previous > 0 ? t('learning.takeBackHelp', { n: s.previous }) : t('learning.takeBackHelpNone')}
				</p>
			)}
		</Section>
	)
}

/** lines is where learning stands, in sentences. */
export function lines(s: Learning, now: Date): string[] {
	const at = (time: string) => when(new Date(time), now)
	const out: string[] = []
	if (!s.in_force) out.push(t('learning.readsAlone'))
	else if (s.idle) out.push(t('learning.idle', { n: s.in_force.number }))
	else out.push(t('learning.reads', { n: s.in_force.number, time: at(s.in_force.made_at) }))
	if (!s.enabled) return [...out, t('learning.off')]
	if (s.learning) return [...out, t('learning.under')]
	out.push(waiting(s))
	if (s.next_at && s.waiting < s.soon) out.push(t('learning.nextAt', { time: at(s.next_at), soon: s.soon }))
	if (s.again > 0) {
		out.push(t(s.again >= s.soon ? 'learning.againEnough' : 'learning.again', { n: s.again }))
	}
	if (s.outcome && s.tried_at) out.push(t(`learning.last.${s.outcome}` as Key, { time: at(s.tried_at) }))
	return out
}

/** waiting is what was corrected since it last looked. */
function waiting(s: Learning): string {
	if (s.waiting === 0 && s.again === 0) return t('learning.nothing')
	return t(s.waiting >= s.soon ? 'learning.enough' : 'learning.waiting', { n: s.waiting })
}

function Versions({
	present,
	base,
	onUse,
}: {
	present: number
	base: string
	onUse: ((number: number) => void) | undefined
}) {
	const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(layers)
	const all = data?.pages.flatMap((page) => page.items) ?? []
	return (
		<Section title={t('learning.versions')}>
			{error && <Trouble error={error} again={() => void refetch()} />}
			{!data && !error && <Skeleton rows={3} />}
			{data && all.length === 0 && <Empty title={t('learning.none')}>{t('learning.noneHint')}</Empty>}
			<ol>
				{all.map((l) => (
					<Version key={l.number} layer={l} present={present} base={base} onUse={onUse} />
				))}
			</ol>
			{hasNextPage && (
				<Button size="small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
					{t('learning.earlier')}
				</Button>
			)}
		</Section>
	)
}
