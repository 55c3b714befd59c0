import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { framed } from '../app/frame-route'

const triage = createRoute({
	getParentRoute: () => framed,
	path: '/triage',
	component: lazyRouteComponent(() => import('./page'), 'TriagePage'),
})

const start = createRoute({
	getParentRoute: () => triage,
	path: '/',
	staticData: { title: 'triage.title' },
	beforeLoad: () => {
		throw redirect({ to: '/triage/topics', replace: true })
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
