import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { framed } from '../app/frame-route'

const tabs = ['topics', 'learning', 'classifier']

/** tabAt is the address of the tab that a search parameter names; topics where it names none. */
const tabAt = (name: unknown) => `/triage/${tabs.find((tab) => tab === name) ?? 'topics'}`

const triage = createRoute({
	getParentRoute: () => framed,
	path: '/triage',
	component: lazyRouteComponent(() => import('./page'), 'TriagePage'),
})

const start = createRoute({
	getParentRoute: () => triage,
	path: '/',
	staticData: { title: 'triage.title' },
	// An address may name the tab as that of the policy's page does.
	beforeLoad: ({ location }) => {
		throw redirect({ to: tabAt((location.search as { tab?: unknown }).tab), search: {}, replace: true })
	},
})

const topics = createRoute({
	getParentRoute: () => triage,
	path: '/topics',
	staticData: { title: 'triage.title' },
	component: lazyRouteComponent(() => import('./topics-panel'), 'TopicsPanel'),
})

const learning = createRoute({
	getParentRoute: () => triage,
	path: '/learning',
	staticData: { title: 'learning.title' },
	component: lazyRouteComponent(() => import('../learning/tab'), 'LearningTab'),
})

const classifier = createRoute({
	getParentRoute: () => triage,
	path: '/classifier',
	staticData: { title: 'classifier.title' },
	component: lazyRouteComponent(() => import('../classifier/tab'), 'ClassifierTab'),
})

/** How messages are read: one route for each tab. */
export const triageRoutes = triage.addChildren([start, topics, learning, classifier])
