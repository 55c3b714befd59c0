import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { agents } from '../api/query'
import { Button } from '../ui/button'
import { useNow } from '../ui/now'
import { SideSheet } from '../ui/side-sheet'
import { Skeleton } from '../ui/skeleton'
import { exactly, when } from '../ui/time'
import { Empty, Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { shipped, type Version } from './api'
import { ChangesList } from './changes-list'
import { difference } from './difference'
import { kindWord } from './plain'
import { useBegin } from './use-begin'
import { version, versions } from './versions'
import { spoken } from './vocabulary'
import { Working } from './working'

/** HistoryTab lists what has led, with who, why and what for; any of it can be begun from again. */
export function HistoryTab() {
	const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(versions)
	const queries = useQueryClient()
	const { data: models } = useQuery(shipped)
	const { begin, may, error: refused } = useBegin()
	if (error) return <Trouble error={error} again={() => void refetch()} className="m-6" />
	if (!data) return <Skeleton rows={4} />
	const all = data.pages.flatMap((page) => page.items)
	const beginFrom = async (id: string) => begin((await queries.fetchQuery(version(id))).source)
	return (
		<div className="flex flex-col gap-6 px-4 py-4 rail:px-6">
			{refused && <Trouble error={refused} />}
			<section aria-label={t('policy.history')}>
				<h2 className="text-15 font-semibold">{t('policy.history')}</h2>
				{all.length === 0 && <Empty title={t('policy.noneYet')}>{t('policy.noneYetHint')}</Empty>}
				<ol>
					{all.map((v, i) => (
						<Entry
							key={v.id}
							version={v}
							before={all[i + 1]}
							onBegin={may ? () => void beginFrom(v.id) : undefined}
						/>
					))}
				</ol>
				{hasNextPage && (
					<Button size="small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
						{t('policy.earlier')}
					</Button>
				)}
			</section>
			<section aria-label={t('policy.shipped')}>
				<h2 className="text-15 font-semibold">{t('policy.shipped')}</h2>
				<ul>
					{(models?.items ?? []).map((p) => (
						<li key={p.name} className="flex items-start gap-3 border-b border-line py-2.5">
							<div className="min-w-0 flex-1">
								<b>{spoken(p.name)}</b>
								<p className="text-ink-2">{p.about}</p>
							</div>
							{may && (
								<Button
									size="small"
									aria-label={t('policy.beginNamed', { name: spoken(p.name) })}
									onClick={() => begin(p.source)}
								>
									{t('policy.beginFrom')}
								</Button>
							)}
						</li>
					))}
				</ul>
			</section>
		</div>
	)
}

function Entry({
	version: v,
	before,
	onBegin,
}: {
	version: Version
	before: Version | undefined
	onBegin: (() => void) | undefined
}) {
	const { data } = useQuery(agents)
	const now = useNow(60_000)
	const [open, setOpen] = useState(false)
	const person = (id: string | undefined) =>
		data?.items.find((a) => a.id === id)?.name ?? t('people.somebody')
	const at = new Date(v.activated_at)
	return (
		<li className="border-b border-line py-3">
			<div className="flex flex-wrap items-baseline gap-x-3">
				<b className="text-14">{t('policy.versionN', { n: v.number, name: v.name })}</b>
				<time dateTime={v.activated_at} title={exactly(at)} className="text-ink-3">
					{v.activated_by
						? t('policy.sinceBy', { time: when(at, now), name: person(v.activated_by) })
						: t('policy.since', { time: when(at, now) })}
				</time>
				<span className="ms-auto flex gap-1.5">
					{before && (
						<Button
							size="small"
							look="quiet"
							aria-label={t('policy.changesOf', { n: v.number })}
							onClick={() => setOpen(true)}
						>
							{t('policy.whatChanged')}
						</Button>
					)}
					{onBegin && (
						<Button
							size="small"
							look="quiet"
							aria-label={t('policy.beginNamed', { name: String(v.number) })}
							onClick={onBegin}
						>
							{t('policy.beginFrom')}
						</Button>
					)}
				</span>
			</div>
			<p dir="auto">{v.why}</p>
			{v.objective && (
				<p dir="auto" className="text-ink-2">
					{t('policy.meantTo', { what: v.objective })}
				</p>
			)}
			<Working changes={v.working} />
			{(v.signed ?? []).length > 0 && (
				<p className="text-12 text-ink-2">
					{t('policy.signedAll', {
						names: (v.signed ?? []).map((c) => `${spoken(c.department)} (${person(c.signed_by)})`).join(', '),
					})}
				</p>
			)}
			{(v.accepted ?? []).length > 0 && (
				<details className="text-12 text-ink-2">
					<summary className="min-h-6">{t('policy.leftN', { n: (v.accepted ?? []).length })}</summary>
					<ul>
						{(v.accepted ?? []).map((a) => (
							<li key={`${a.kind} ${a.rule}`}>
								{kindWord(a.kind)}
								{a.rule && ` (${a.rule})`}: {a.reason}
							</li>
						))}
					</ul>
				</details>
			)}
			{before && open && (
				<SideSheet
					wide
					open
					onClose={() => setOpen(false)}
					title={t('policy.changesTitle', { from: before.number, to: v.number })}
				>
					<Difference before={before.id} after={v.id} />
				</SideSheet>
			)}
		</li>
	)
}

/** Difference says what became of a policy in sentences, and line by line for whoever wants that. */
function Difference({ before, after }: { before: string; after: string }) {
	const old = useQuery(version(before))
	const next = useQuery(version(after))
	const error = old.error ?? next.error
	if (error) return <Trouble error={error} />
	if (!old.data || !next.data) return <Skeleton rows={6} />
	return (
		<>
			<ChangesList before={old.data.source} after={next.data.source} />
			<details className="pt-3">
				<summary className="min-h-6 cursor-pointer text-12 font-semibold text-ink-2">
					{t('policy.inItsText')}
				</summary>
				<Lines before={old.data.source} after={next.data.source} />
			</details>
		</>
	)
}

function Lines({ before, after }: { before: string; after: string }) {
	const rows = useMemo(() => difference(before, after), [before, after])
	if (rows.length === 0) return <p>{t('policy.sameText')}</p>
	const looks = {
		'+': 'bg-good-soft text-good',
		'-': 'bg-late-soft text-late',
		' ': 'text-ink-2',
		'…': 'text-ink-3',
	}
	return (
		<pre dir="ltr" className="font-mono text-12 whitespace-pre-wrap">
			{rows.map((r, i) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
				<div key={i} className={looks[r.sign]}>
					<span aria-hidden="true">{r.sign} </span>
					{r.sign === '+' && <span className="sr-only">{t('policy.added')} </span>}
					{r.sign === '-' && <span className="sr-only">{t('policy.removed')} </span>}
					{r.text}
				</div>
			))}
		</pre>
	)
}
