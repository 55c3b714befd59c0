import { createMemoryHistory } from '@tanstack/react-router'
import { expect, test } from 'vitest'
import { me, newQueries } from '../api/query'
import { newRouter } from '../app/router'

async function shown(address: string): Promise<string> {
	const queries = newQueries()
	queries.setQueryData(me.queryKey, { agent: { id: 'agt_1' }, permissions: [] } as never)
	const router = newRouter(queries)
	router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [address] }) } as never)
	await router.load()
	return router.state.location.href
}

test.each([
	['/triage', '/triage/topics'],
	['/triage?tab=learning', '/triage/learning'],
	['/triage?tab=classifier', '/triage/classifier'],
	['/triage?tab=nothing', '/triage/topics'],
	['/triage/learning', '/triage/learning'],
])('%s is %s', async (address, tab) => expect(await shown(address)).toBe(tab))
