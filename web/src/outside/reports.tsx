import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Section } from '../app/page'
import { Button } from '../ui/button'
import { useNow } from '../ui/now'
import { Skeleton } from '../ui/skeleton'
import { when } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { type Key, t } from '../words/catalogue'
import { does, type Report, reports } from './api'

/** Reports are what colleagues, or those who say they are, reported and somebody has to look at. */
export function Reports() {
	const { data, error, refetch } = useQuery(reports)
	return (
		<Section title={t('outside.reports')} help={t('outside.reportsHelp')}>
			{error && <Trouble error={error} again={() => void refetch()} />}
			{!data && !error && <Skeleton rows={3} />}
			{data?.items.length === 0 && <p className="text-ink-3">{t('outside.noReports')}</p>}
			<ul className="flex flex-col gap-2">
				{data?.items.map((r) => (
					<Row key={r.id} report={r} />
				))}
			</ul>
		</Section>
	)
}

function Row({ report: r }: { report: Report }) {
	const queries = useQueryClient()
	const now = useNow(60_000)
	const act = useMutation({
		mutationFn: (call: () => Promise<unknown>) => call(),
		onSuccess: () => queries.invalidateQueries({ queryKey: reports.queryKey }),
	})
	return (
		<li className="flex flex-col gap-1 rounded-card bg-sunken p-3">
			<p className="flex flex-wrap items-baseline gap-x-2">
				<b dir="auto">{r.name || r.email || t('outside.somebody')}</b>
				{r.name && <bdi className="text-12 text-ink-3">{r.email}</bdi>}
				<time dateTime={r.at} className="ms-auto text-12 text-ink-3">
					{when(new Date(r.at), now)}
				</time>
			</p>
			{r.why && <p className="text-12 font-medium text-hold">{t(`outside.why.${r.why}` as Key)}</p>}
			{r.url && <bdi className="text-12 text-ink-2 [overflow-wrap:anywhere]">{r.url}</bdi>}
			{r.text && (
				<p dir="auto" className="line-clamp-4 whitespace-pre-wrap [overflow-wrap:anywhere]">
					{r.text}
				</p>
			)}
			<div className="flex flex-wrap justify-end gap-2 pt-1">
				<Button size="small" disabled={act.isPending} onClick={() => act.mutate(() => does.throwAway(r.id))}>
					{t('outside.throwAway')}
				</Button>
				<Button
					size="small"
					look="act"
					disabled={act.isPending}
					onClick={() => act.mutate(() => does.take(r.id))}
				>
					{t('outside.bringIn')}
				</Button>
			</div>
			{act.error && <Trouble error={act.error} />}
		</li>
	)
}
