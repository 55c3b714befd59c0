import type { QueryClient } from '@tanstack/react-query'
import {
	createRootRouteWithContext,
	createRoute,
	createRouter,
	lazyRouteComponent,
	Outlet,
	redirect,
} from '@tanstack/react-router'
import { Problem } from '../api/client'
import { me } from '../api/query'
import { view as listed } from '../inbox/pages'
import { Failed } from './failed'
import { Frame } from './frame'
import { NotFound } from './not-found'
import { shownView } from './shown-view'

interface Context {
	queries: QueryClient
}

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NotFound })

const signIn = createRoute({
	getParentRoute: () => root,
	path: '/sign-in',
	validateSearch: (search: Record<string, unknown>): { to?: string } =>
		typeof search.to === 'string' && /^\/(?![/\\])/.test(search.to) ? { to: search.to } : {},
	component: lazyRouteComponent(() => import('../session/sign-in'), 'SignIn'),
})

// Everything inside the frame needs somebody who is signed in.
const framed = createRoute({
	getParentRoute: () => root,
	id: 'framed',
	beforeLoad: async ({ context, location }) => {
		foresee(context.queries, location)
		await context.queries.ensureQueryData(me).catch((error: unknown) => {
			if (!(error instanceof Problem) || error.status !== 401) throw error
			const search = location.href === '/' ? {} : { to: location.href }
			throw redirect({ to: '/sign-in', search, replace: true })
		})
	},
	component: Frame,
	errorComponent: Failed,
})

const inboxPage = lazyRouteComponent(() => import('../inbox/page'), 'InboxPage')

/** foresee asks for what a page of the inbox needs at once, not one thing after the other. */
function foresee(queries: QueryClient, { pathname, search }: { pathname: string; search: unknown }) {
	const key = pathname === '/' ? 'mine' : shownView(pathname, (search as { from?: unknown }).from)
	if (!key || queries.getQueryData(me.queryKey) !== undefined) return
	void inboxPage.preload?.()
	void queries.prefetchInfiniteQuery(listed(key))
}

const home = createRoute({
	getParentRoute: () => framed,
	path: '/',
	beforeLoad: () => {
		throw redirect({ to: '/v/$view', params: { view: 'mine' }, replace: true })
	},
})

// The list stays while conversations come and go beside it.
const inbox = createRoute({
	getParentRoute: () => framed,
	id: 'inbox',
	component: inboxPage,
})

const view = createRoute({
	getParentRoute: () => inbox,
	path: '/v/$view',
	component: lazyRouteComponent(() => import('../inbox/empty'), 'NothingOpen'),
})

const conversation = createRoute({
	getParentRoute: () => inbox,
	path: '/c/$id',
	// The view the conversation was opened from: its list stays beside it.
	validateSearch: (search: Record<string, unknown>): { from?: string } =>
		typeof search.from === 'string' ? { from: search.from } : {},
	component: lazyRouteComponent(() => import('../inbox/sheet'), 'Sheet'),
})

const teams = createRoute({
	getParentRoute: () => framed,
	path: '/teams',
	component: lazyRouteComponent(() => import('./teams'), 'TeamsPage'),
})

const mePage = createRoute({
	getParentRoute: () => framed,
	path: '/me',
	component: lazyRouteComponent(() => import('../me/page'), 'MePage'),
})

const tree = root.addChildren([
	signIn,
	framed.addChildren([home, inbox.addChildren([view, conversation]), teams, mePage]),
])

export function newRouter(queries: QueryClient) {
	return createRouter({
		routeTree: tree,
		context: { queries },
		defaultPreload: 'intent',
		defaultPreloadStaleTime: 0,
		scrollRestoration: false,
	})
}

declare module '@tanstack/react-router' {
	interface Register {
		router: ReturnType<typeof newRouter>
	}
}
