import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { type PolicyTab, policyTabs } from '../policy/tabs'
import { searched } from '../team/search'
import { framed } from './frame-route'

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

const learning = createRoute({
	getParentRoute: () => framed,
	path: '/triage/learning',
	staticData: { title: 'learning.title' },
	component: lazyRouteComponent(() => import('../learning/page'), 'LearningPage'),
})

const sample = createRoute({
	getParentRoute: () => framed,
	path: '/sample',
	staticData: { title: 'sample.title' },
	component: lazyRouteComponent(() => import('../sample/page'), 'SamplePage'),
})

/** Pages of the company: what is set up, who works here, who leads. */
export const companyRoutes = [
	capture,
	outside,
	policy,
	learning,
	sample,
	networks.addChildren([networksStart, networkNew, networkAccount]),
	people.addChildren([peopleStart, personNew, personPage]),
	team,
	shiftNotes,
	onCall.addChildren([onCallStart, onCallDepartment]),
] as const
