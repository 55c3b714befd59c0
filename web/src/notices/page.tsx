import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, ask } from '../api/client'
import { Page } from '../app/page'
import { Button } from '../ui/button'
import { useNow } from '../ui/now'
import { exactly, when } from '../ui/time'
import { Empty, Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { type Notice, notices } from './api'

/** NoticesPage is what one should know, unread first. */
export function NoticesPage() {
	const { data, error, refetch, fetchNextPage, hasNextPage } = useInfiniteQuery(notices)
	const queries = useQueryClient()
	const seeAll = useMutation({
		mutationFn: () => ask(api.POST('/api/v1/notices/seen-all')),
		onSuccess: () => queries.invalidateQueries({ queryKey: ['notices'] }),
	})
	const items = data?.pages.flatMap((p) => p.items) ?? []
	const unread = data?.pages[0]?.unread ?? 0
	return (
		<Page title={t('notices.title')}>
			<div className="flex flex-wrap items-center gap-3">
				{unread > 0 && (
					<Button icon="ticks" onClick={() => seeAll.mutate()} disabled={seeAll.isPending}>
						{t('notices.seenAll')}
					</Button>
				)}
				<Link to="/me/notices" className="ms-auto py-1 text-ink-2 underline">
					{t('notices.choose')}
				</Link>
			</div>
			{error && <Trouble error={error} again={() => void refetch()} />}
			{seeAll.error && <Trouble error={seeAll.error} />}
			{data && items.length === 0 && <Empty title={t('notices.none')}>{t('notices.noneHint')}</Empty>}
			<ul className="*:border-line *:not-first:border-t">
				{items.map((n) => (
					<Item key={n.id} notice={n} />
				))}
			</ul>
			{hasNextPage && <Button onClick={() => void fetchNextPage()}>{t('notices.more')}</Button>}
		</Page>
	)
}

function Item({ notice }: { notice: Notice }) {
	const now = useNow(60_000)
	const queries = useQueryClient()
	const see = useMutation({
		mutationFn: () => ask(api.POST('/api/v1/notices/{id}/seen', { params: { path: { id: notice.id } } })),
		onSuccess: () => queries.invalidateQueries({ queryKey: ['notices'] }),
	})
	const unread = !notice.seen_at
	const at = new Date(notice.last_at)
	const inside = (
		<>
			<span className={unread ? 'font-semibold' : ''}>{notice.title}</span>
			{notice.customer && (
				<span dir="auto" className="text-ink-2">
					{notice.customer}
				</span>
			)}
			{notice.count > 1 && (
				<span className="text-12 text-ink-3">{t('notices.times', { n: notice.count })}</span>
			)}
		</>
	)
	return (
		<li className="flex items-center gap-3 py-2 text-14">
			<i
				aria-hidden="true"
				className={`size-2 flex-none rounded-full ${unread ? 'bg-lamp' : 'bg-transparent'}`}
			/>
			{unread && <span className="sr-only">{t('notices.unread')}</span>}
			{notice.conversation_id ? (
				<Link
					to="/c/$id"
					params={{ id: notice.conversation_id }}
					onClick={() => unread && see.mutate()}
					className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2 py-1 hover:underline"
				>
					{inside}
				</Link>
			) : (
				<button
					type="button"
					onClick={() => unread && see.mutate()}
					className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2 py-1 text-start"
				>
					{inside}
				</button>
			)}
			<time dateTime={notice.last_at} title={exactly(at)} className="text-12 whitespace-nowrap text-ink-3">
				{when(at, now)}
			</time>
		</li>
	)
}
