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
import { type PolicyTab, policyTabs } from '../policy/tabs'
import { setupState } from '../setup/visit'
import { searched } from '../team/search'
import { followArrivals } from './arrival'
import { Failed } from './failed'
import { foresee, inboxPage } from './foresee'
import { Frame } from './frame'
import { keep } from './keep'
import { MissingPage } from './missing'
import { greet } from './person'
import { useTitles } from './title'

interface Context {
	queries: QueryClient
}

const root = createRootRouteWithContext<Context>()({ component: Root, notFoundComponent: MissingPage })

function Root() {
	useTitles()
	return <Outlet />
}

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

// Everything inside the frame needs somebody who is signed in.
const framed = createRoute({
	getParentRoute: () => root,
	id: 'framed',
	beforeLoad: async ({ context, location }) => {
		foresee(context.queries, location)
		const who = await context.queries.ensureQueryData(me).catch((error: unknown) => {
			if (!(error instanceof Problem) || error.status !== 401) throw error
			const search = location.href === '/' ? {} : { to: location.href }
			throw redirect({ to: '/sign-in', search, replace: true })
		})
		greet(context.queries, who.agent.id)
	},
	component: Frame,
	errorComponent: Failed,
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

const capture = createRoute({
	getParentRoute: () => framed,
	path: '/capture',
	staticData: { title: 'capture.title' },
	component: lazyRouteComponent(() => import('../capture/page'), 'CapturePage'),
})

const networks = createRoute({
	getParentRoute: () => framed,
	path: '/networks',
	component: lazyRouteComponent(() => import('../networks/page'), 'NetworksPage'),
})

const networksStart = createRoute({
	getParentRoute: () => networks,
	path: '/',
	staticData: { title: 'networks.title' },
	component: lazyRouteComponent(() => import('../networks/start'), 'NetworksStart'),
})

const networkNew = createRoute({
	getParentRoute: () => networks,
	path: '/new/$network',
	staticData: { title: 'networks.connect' },
	component: lazyRouteComponent(() => import('../networks/connect'), 'ConnectPage'),
})

const networkAccount = createRoute({
	getParentRoute: () => networks,
	path: '/$account',
	staticData: { title: 'networks.title' },
	component: lazyRouteComponent(() => import('../networks/account'), 'AccountPage'),
})

const people = createRoute({
	getParentRoute: () => framed,
	path: '/people',
	component: lazyRouteComponent(() => import('../people/page'), 'PeoplePage'),
})

const peopleStart = createRoute({
	getParentRoute: () => people,
	path: '/',
	staticData: { title: 'people.title' },
	component: lazyRouteComponent(() => import('../people/start'), 'PeopleStart'),
})

const personNew = createRoute({
	getParentRoute: () => people,
	path: '/new',
	staticData: { title: 'people.add' },
	component: lazyRouteComponent(() => import('../people/add'), 'AddPage'),
})

const personPage = createRoute({
	getParentRoute: () => people,
	path: '/$agent',
	staticData: { title: 'people.title' },
	component: lazyRouteComponent(() => import('../people/person'), 'PersonPage'),
})

const team = createRoute({
	getParentRoute: () => framed,
	path: '/team',
	staticData: { title: 'cover.title' },
	validateSearch: searched,
	component: lazyRouteComponent(() => import('../team/page'), 'TeamPage'),
})

const shiftNotes = createRoute({
	getParentRoute: () => framed,
	path: '/shift-notes',
	staticData: { title: 'cover.notes' },
	component: lazyRouteComponent(() => import('../team/notes'), 'NotesPage'),
})

const onCall = createRoute({
	getParentRoute: () => framed,
	path: '/on-call',
	component: lazyRouteComponent(() => import('../oncall/page'), 'OnCallPage'),
})

const onCallStart = createRoute({
	getParentRoute: () => onCall,
	path: '/',
	staticData: { title: 'oncall.title' },
	component: lazyRouteComponent(() => import('../oncall/start'), 'OnCallStart'),
})

const onCallDepartment = createRoute({
	getParentRoute: () => onCall,
	path: '/$department',
	staticData: { title: 'oncall.title' },
	component: lazyRouteComponent(() => import('../oncall/department'), 'DepartmentPage'),
})

const outside = createRoute({
	getParentRoute: () => framed,
	path: '/outside',
	staticData: { title: 'outside.title' },
	component: lazyRouteComponent(() => import('../outside/page'), 'OutsidePage'),
})

const policy = createRoute({
	getParentRoute: () => framed,
	path: '/policy',
	staticData: { title: 'policy.title' },
	// Which draft is open, none for the policy in force; which part of the page; forms unless the text is asked for.
	validateSearch: (
		search: Record<string, unknown>,
	): { draft?: string; tab?: PolicyTab; view?: 'forms' | 'text' } => ({
		...(typeof search.draft === 'string' ? { draft: search.draft } : {}),
		...(policyTabs.includes(search.tab as PolicyTab) ? { tab: search.tab as PolicyTab } : {}),
		...(search.view === 'text' || search.view === 'forms' ? { view: search.view } : {}),
	}),
	component: lazyRouteComponent(() => import('../policy/page'), 'PolicyPage'),
})

const sample = createRoute({
	getParentRoute: () => framed,
	path: '/sample',
	staticData: { title: 'sample.title' },
	component: lazyRouteComponent(() => import('../sample/page'), 'SamplePage'),
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
		capture,
		outside,
		policy,
		sample,
		noticesPage,
		noticePreferences,
		networks.addChildren([networksStart, networkNew, networkAccount]),
		people.addChildren([peopleStart, personNew, personPage]),
		team,
		shiftNotes,
		onCall.addChildren([onCallStart, onCallDepartment]),
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
