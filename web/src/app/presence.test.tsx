import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { me } from '../api/query'
import { presences, presenceWord, usePresence } from './presence'

afterEach(() => vi.unstubAllGlobals())

/** present is somebody who is here, and the server's answer when it is given. */
function present() {
	const queries = new QueryClient({ defaultOptions: { mutations: { networkMode: 'always' } } })
	queries.setQueryData(me.queryKey, { agent: { id: 'agt_1', presence: 'here', load: 2 } } as never)
	const asked: unknown[] = []
	let answer = (_: number, __?: object) => {}
	vi.stubGlobal('fetch', async (request: Request) => {
		if (request.method === 'GET') return new Promise(() => {})
		asked.push(await request.json())
		return new Promise<Response>((done) => {
			answer = (status, body = {}) =>
				done(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } }))
		})
	})
	const wrapper = ({ children }: { children: ReactNode }) => (
		<QueryClientProvider client={queries}>{children}</QueryClientProvider>
	)
	const { result } = renderHook(() => usePresence(), { wrapper })
	const shown = () => queries.getQueryData(me.queryKey)?.agent
	const tell = (agent: object) =>
		queries.setQueryData(me.queryKey, (who) => who && { ...who, agent: { ...who.agent, ...agent } })
	return { result, shown, asked, tell, answer: (...what: Parameters<typeof answer>) => answer(...what) }
}

test('how one is there shows at once', async () => {
	const { result, shown, asked, answer } = present()
	act(() => result.current.mutate('paused'))
	await waitFor(() => expect(shown()?.presence).toBe('paused'))
	await waitFor(() => expect(asked).toEqual([{ presence: 'paused' }]))
	answer(200)
	await waitFor(() => expect(result.current.isSuccess).toBe(true))
	expect(shown()?.presence).toBe('paused')
})

test('a refusal takes that back alone, and is told', async () => {
	const { result, shown, asked, tell, answer } = present()
	act(() => result.current.mutate('away'))
	await waitFor(() => expect(asked).toHaveLength(1))
	act(() => void tell({ load: 3 })) // something else was told meanwhile
	answer(409, { code: 'conflict', detail: 'You lead something.' })
	await waitFor(() => expect(result.current.error?.message).toBe('You lead something.'))
	expect(shown()).toMatchObject({ presence: 'here', load: 3 })
})

test('each way of being there has a word and an icon; an unknown one is away', () => {
	expect(presences().map((p) => [p.value, p.label])).toEqual([
		['here', 'Here'],
		['paused', 'Paused'],
		['away', 'Away'],
	])
	expect(presenceWord('on_the_moon')).toBe('Away')
})
