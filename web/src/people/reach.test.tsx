import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { accounts, networks, networksByHand } from '../api/query'
import { brands } from '../networks/api'
import { Reach } from './reach'
import type { Said } from './said'

afterEach(cleanup)

test('accounts to which somebody is limited are told apart by the names of their networks', () => {
	const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
	const items = [
		{ id: 'acc_1', name: 'Kettles & Co', network: 'practice' },
		{ id: 'acc_2', name: 'Kettles & Co', network: 'gone' },
		{ id: 'acc_3', name: 'Kettles & Co', network: 'reddit' },
	]
	queries.setQueryData(accounts.queryKey, { items } as never)
	queries.setQueryData(networks.queryKey, { items: [{ key: 'practice', name: 'Practice network' }] } as never)
	queries.setQueryData(networksByHand.queryKey, { items: [{ key: 'reddit', name: 'Reddit' }] } as never)
	queries.setQueryData(brands.queryKey, { items: [] } as never)
	const said = { accounts: [], brands: [] } as unknown as Said
	render(
		<QueryClientProvider client={queries}>
			<Reach said={said} onChange={() => {}} error={undefined} />
		</QueryClientProvider>,
	)
	expect(screen.getAllByRole('checkbox').map((c) => c.parentElement?.textContent)).toEqual([
		'Kettles & Co · Practice network',
		'Kettles & Co · gone',
		'Kettles & Co · Reddit',
	])
})
