import type { QueryClient } from '@tanstack/react-query'
import { lazyRouteComponent } from '@tanstack/react-router'
import { me } from '../api/query'
import { view as listed } from '../inbox/pages'
import { shownView } from './shown-view'

export const inboxPage = lazyRouteComponent(() => import('../inbox/page'), 'InboxPage')

/** foresee asks for what a page of the inbox needs at once, not one thing after the other. */
export function foresee(queries: QueryClient, { pathname, search }: { pathname: string; search: unknown }) {
	const key = pathname === '/' ? 'mine' : shownView(pathname, (search as { from?: unknown }).from)
	if (!key || queries.getQueryData(me.queryKey) !== undefined) return
	void inboxPage.preload?.()
	void queries.prefetchInfiniteQuery(listed(key))
}
