import type { QueryClient } from '@tanstack/react-query'
import {
	createRootRouteWithContext,
	createRoute,
	createRouter,
	lazyRouteComponent,
	Outlet,
	redirect,
} from '@tanstack/react-router'
import { me } from '../api/query'
import { Frame } from './frame'
import { NotFound } from './not-found'

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
		await context.queries.ensureQueryData(me).catch(() => {
			throw redirect({ to: '/sign-in', search: { to: location.href }, replace: true })
		})
	},
	component: Frame,
})

const home = createRoute({
	getParentRoute: () => framed,
	path: '/',
	beforeLoad: () => {
		throw redirect({ to: '/v/$view', params: { view: 'mine' }, replace: true })
	},
})

const view = createRoute({
	getParentRoute: () => framed,
	path: '/v/$view',
	component: lazyRouteComponent(() => import('../inbox/page'), 'InboxPage'),
})

const conversation = createRoute({
	getParentRoute: () => framed,
	path: '/c/$id',
	// The view the conversation was opened from: its list stays beside it.
	validateSearch: (search: Record<string, unknown>): { from?: string } =>
		typeof search.from === 'string' ? { from: search.from } : {},
	component: lazyRouteComponent(() => import('../inbox/page'), 'ConversationPage'),
})

const tree = root.addChildren([signIn, framed.addChildren([home, view, conversation])])

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
