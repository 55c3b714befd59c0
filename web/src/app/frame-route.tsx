import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, Outlet, redirect } from '@tanstack/react-router'
import { Problem } from '../api/client'
import { me } from '../api/query'
import { Failed } from './failed'
import { foresee } from './foresee'
import { Frame } from './frame'
import { MissingPage } from './missing'
import { greet } from './person'
import { useTitles } from './title'

interface Context {
	queries: QueryClient
}

export const root = createRootRouteWithContext<Context>()({ component: Root, notFoundComponent: MissingPage })

function Root() {
	useTitles()
	return <Outlet />
}

// Everything inside the frame needs somebody who is signed in.
export const framed = createRoute({
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
