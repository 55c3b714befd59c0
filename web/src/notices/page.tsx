import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, ask } from '../api/client'
import { Page } from '../app/page'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { useNow } from '../ui/now'
import { Skeleton } from '../ui/skeleton'
import { Empty, Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { notices } from './api'
import { type Day, daysOf } from './days'
import { Item } from './item'

/** NoticesPage is what one should know: what waits to be looked at, then day by day what was. */
export function NoticesPage() {
	const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(notices)
	const now = useNow(60_000)
	const days = daysOf(data?.pages.flatMap((p) => p.items) ?? [], now)
	return (
		<Page title={t('notices.title')}>
			<Head unread={data?.pages[0]?.unread ?? 0} some={days.length > 0} />
			{error && <Trouble error={error} again={() => void refetch()} />}
			{!data && !error && <Skeleton rows={5} />}
			{data && days.length === 0 && <Empty title={t('notices.none')}>{t('notices.noneHint')}</Empty>}
			{days.map((day) => (
				<OneDay key={day.key} day={day} now={now} />
			))}
			{hasNextPage && (
				<Button className="self-center" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
					{t('notices.more')}
				</Button>
			)}
		</Page>
	)
}

function Head({ unread, some }: { unread: number; some: boolean }) {
	const queries = useQueryClient()
	const seeAll = useMutation({
		mutationFn: () => ask(api.POST('/api/v1/notices/seen-all')),
		onSuccess: () => queries.invalidateQueries({ queryKey: ['notices'] }),
	})
	return (
		<>
			<div className="flex flex-wrap items-center gap-x-3 gap-y-2">
				<p role="status" className="text-ink-2">
					{unread > 0 ? t('notices.count', { n: unread }) : some && t('notices.none')}
				</p>
				{unread > 0 && (
					<Button icon="ticks" onClick={() => seeAll.mutate()} disabled={seeAll.isPending}>
						{t('notices.seenAll')}
					</Button>
				)}
				<Link
					to="/me/notices"
					className="ms-auto inline-flex h-(--control) items-center gap-1.5 rounded-control px-2 text-ink-2 hover:bg-hover pointer-coarse:h-11"
				>
					<Icon name="settings" />
					{t('notices.choose')}
				</Link>
			</div>
			{seeAll.error && <Trouble error={seeAll.error} />}
		</>
	)
}

function OneDay({ day, now }: { day: Day; now: Date }) {
	return (
		<section aria-label={day.word}>
			<h2 className="flex items-center gap-1.5 border-b border-line px-2.5 pb-1 text-12 font-semibold text-ink-2">
				{day.unread && <i aria-hidden="true" className="size-2 rounded-full bg-lamp" />}
				{day.word}
				<span className="ms-auto font-medium text-ink-3">{day.notices.length}</span>
			</h2>
			<ul className="mt-1">
				{day.notices.map((n) => (
					<Item key={n.id} notice={n} now={now} />
				))}
			</ul>
		</section>
	)
}
