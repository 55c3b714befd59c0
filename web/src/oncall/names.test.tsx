import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import { agents, me } from '../api/query'
import { useNamed, useWithin } from './names'

afterEach(cleanup)

test('within a sentence whoever reads it is "you", whatever they are called', () => {
	const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
	queries.setQueryData(me.queryKey, { agent: { id: 'agt_1' } } as never)
	const items = [
		{ id: 'agt_1', name: 'You' },
		{ id: 'agt_2', name: 'Bo' },
	]
	queries.setQueryData(agents.queryKey, { items } as never)
	const wrapper = ({ children }: { children: ReactNode }) => (
		<QueryClientProvider client={queries}>{children}</QueryClientProvider>
	)
	const of = ['agt_1', 'agt_2']
	expect(renderHook(() => useWithin()(of), { wrapper }).result.current).toBe('you, Bo')
	expect(renderHook(() => useNamed()(of), { wrapper }).result.current).toBe('You, Bo')
})
