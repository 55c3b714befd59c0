import type { QueryClient } from '@tanstack/react-query'
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { setupState } from '../setup/visit'
import { followArrivals } from './arrival'
import { companyRoutes } from './company-routes'
import { inboxPage } from './foresee'
import { framed, root } from './frame-route'
import { keep } from './keep'
import { MissingPage } from './missing'

const signIn = createRoute({
	getParentRoute: () => root,
	path: '/sign-in',
	staticData: { title: 'session.title' },
	validateSearch: (search: Record<string, unknown>): { to?: string } =>
		typeof search.to === 'string' && /^\/(?![/\\])/.test(search.to) ? { to: search.to } : {},
	// Where nobody works yet the page is another one.
	loader: async ({ context }) => void (await context.queries.prefetchQuery({ ...setupState, staleTime: 0 })),
	component: lazyRouteComponent(() => import('../session/sign-in'), 'SignIn'),
})

const setup = createRoute({
	getParentRoute: () => root,
	path: '/setup',
	beforeLoad: ({ location }) => keep('setup')(location.hash),
	loader: async ({ context }) => void (await context.queries.prefetchQuery(setupState)),
	component: lazyRouteComponent(() => import('../setup/room'), 'SetupRoom'),
})

const setupForm = createRoute({
	getParentRoute: () => setup,
	path: '/',
	staticData: { title: 'setup.title' },
	validateSearch: (search: Record<string, unknown>): { look?: boolean; at?: string } => ({
		...(typeof search.look === 'boolean' ? { look: search.look } : {}),
		...(typeof search.at === 'string' ? { at: search.at } : {}),
	}),
	component: lazyRouteComponent(() => import('../setup/form'), 'SetupPage'),
})

const setupProposal = createRoute({
	getParentRoute: () => setup,
	path: '/proposal',
	staticData: { title: 'setup.step2' },
	component: lazyRouteComponent(() => import('../setup/proposal'), 'ProposalPage'),
})

const invitation = createRoute({
	getParentRoute: () => root,
	path: '/invitation',
	staticData: { title: 'session.welcome' },
	beforeLoad: ({ location }) => keep('invitation')(location.hash),
	component: lazyRouteComponent(() => import('../session/invitation'), 'InvitationPage'),
})

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
	staticData: { title: 'inbox.mine' },
	component: lazyRouteComponent(() => import('../inbox/empty'), 'NothingOpen'),
})

const conversation = createRoute({
	getParentRoute: () => inbox,
	path: '/c/$id',
	staticData: { title: 'frame.sheet' },
	// The view the conversation was opened from: its list stays beside it.
	validateSearch: (search: Record<string, unknown>): { from?: string } =>
		typeof search.from === 'string' ? { from: search.from } : {},
	component: lazyRouteComponent(() => import('../inbox/sheet'), 'Sheet'),
})

const teams = createRoute({
	getParentRoute: () => framed,
	path: '/teams',
	staticData: { title: 'frame.more' },
	component: lazyRouteComponent(() => import('./teams'), 'TeamsPage'),
})

const mePage = createRoute({
	getParentRoute: () => framed,
	path: '/me',
	staticData: { title: 'me.title' },
	component: lazyRouteComponent(() => import('../me/page'), 'MePage'),
})

const welcome = createRoute({
	getParentRoute: () => framed,
	path: '/welcome',
	staticData: { title: 'setup.readyTitle' },
	component: lazyRouteComponent(() => import('../setup/welcome'), 'Welcome'),
})

const noticesPage = createRoute({
	getParentRoute: () => framed,
	path: '/notices',
	staticData: { title: 'notices.title' },
	component: lazyRouteComponent(() => import('../notices/page'), 'NoticesPage'),
})

const noticePreferences = createRoute({
	getParentRoute: () => framed,
	path: '/me/notices',
	staticData: { title: 'notices.prefs' },
	component: lazyRouteComponent(() => import('../notices/preferences'), 'NoticePreferences'),
})

const nowhere = createRoute({
	getParentRoute: () => framed,
	path: '$',
	staticData: { title: 'frame.notFound' },
	component: MissingPage,
})

const tree = root.addChildren([
	signIn,
	setup.addChildren([setupForm, setupProposal]),
	invitation,
	framed.addChildren([
		home,
		inbox.addChildren([view, conversation]),
		teams,
		mePage,
		welcome,
		...companyRoutes,
		noticesPage,
		noticePreferences,
		nowhere,
	]),
])

export function newRouter(queries: QueryClient) {
	const router = createRouter({
		routeTree: tree,
		context: { queries },
		defaultPreload: 'intent',
		defaultPreloadStaleTime: 0,
		scrollRestoration: false,
	})
	followArrivals(router)
	return router
}

declare module '@tanstack/react-router' {
	interface Register {
		router: ReturnType<typeof newRouter>
	}
}
