import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
	createMemoryHistory,
	createRootRoute,
	createRoute,
	createRouter,
	RouterProvider,
} from '@tanstack/react-router'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { agents, counters, departments, me } from '../api/query'
import { EmptyList } from './empty'

vi.mock('../app/mine', () => ({ useMine: () => ({ late: 0, pressing: false }) }))
afterEach(cleanup)

/** shown is the empty list of one's own work, in a company of so many people, where so many conversations wait. */
async function shown(people: number, queued: number) {
	const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
	const everybody = Array.from({ length: people }, (_, i) => ({ id: `agt_${i}`, disabled: false }))
	const who = {
		agent: { id: 'agt_0', presence: 'here', departments: ['service'] },
		scope: { unlimited: true },
		permissions: ['conversation.work'],
	}
	queries.setQueryData(me.queryKey, who as never)
	queries.setQueryData(agents.queryKey, { items: everybody } as never)
	queries.setQueryData(departments.queryKey, { items: [{ key: 'service', name: 'Service' }] } as never)
	queries.setQueryData(counters.queryKey, { mine: { led: 0, offered: 0 }, all: { queued } } as never)
	const root = createRootRoute()
	const route = createRoute({
		getParentRoute: () => root,
		path: '/v/$view',
		component: () => <EmptyList view="mine" />,
	})
	const history = createMemoryHistory({ initialEntries: ['/v/mine'] })
	const router = createRouter({ routeTree: root.addChildren([route]), history })
	render(
		<QueryClientProvider client={queries}>
			<RouterProvider router={router as never} />
		</QueryClientProvider>,
	)
	return screen.findByRole('link')
}

test.each([
	[1, 'Go to Waiting'],
	[2, 'Go to Unowned'],
])('with %d people it says how many wait, and leads there in the word of the menu', async (people, word) => {
	const link = await shown(people, 3)
	expect(link.textContent).toBe(word)
	expect(link.getAttribute('href')).toBe('/v/unowned')
	expect(screen.getByText('3 conversations wait for somebody to take them.')).toBeTruthy()
	expect(screen.queryByText('Nothing waits for you.')).toBeNull()
})

test('where nothing waits, nothing does', async () => {
	await shown(1, 0)
	expect(screen.getByText('Nothing waits for you.')).toBeTruthy()
	expect(screen.queryByText(/to take/)).toBeNull()
})
