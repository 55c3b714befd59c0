import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import type { Conversation } from '../api/query'
import { useAnswer } from './answer'
import type { Pages } from './pages'

const offer = { id: 'ofr_1', to: 'agt_1', at: '', expires_at: '' }
const offered = { id: 'cnv_1', stance: 'queued', epoch: 3, offer } as unknown as Conversation
const pages = (...items: Conversation[]) => ({ pages: [{ items }], pageParams: [''] }) as unknown as Pages

afterEach(() => vi.unstubAllGlobals())

function answering() {
	const queries = new QueryClient()
	queries.setQueryData(['inbox', 'offered'], pages(offered))
	queries.setQueryData(['inbox', 'queue'], pages(offered, { id: 'cnv_2' } as Conversation))
	let answer = (_: Response) => {}
	vi.stubGlobal('fetch', () => new Promise<Response>((done) => (answer = done)))
	const wrapper = ({ children }: { children: ReactNode }) => (
		<QueryClientProvider client={queries}>{children}</QueryClientProvider>
	)
	const { result } = renderHook(() => useAnswer('agt_1'), { wrapper })
	const shown = (view: string) => queries.getQueryData<Pages>(['inbox', view])?.pages[0]?.items[0]
	const refuse = () =>
		answer(
			new Response(JSON.stringify({ code: 'conflict', detail: 'Jonas took it.' }), {
				status: 409,
				headers: { 'Content-Type': 'application/problem+json' },
			}),
		)
	return { queries, result, shown, refuse }
}

test('accepting shows in every list at once, and a refusal takes back that alone', async () => {
	const { queries, result, shown, refuse } = answering()
	act(() => result.current.mutate({ conversation: offered }))
	await waitFor(() =>
		expect(shown('queue')).toMatchObject({ stance: 'led', lead: 'agt_1', offer: undefined }),
	)
	expect(shown('offered')).toMatchObject({ lead: 'agt_1' })
	// Told meanwhile: somebody else leads it, and the list has another order.
	queries.setQueryData(
		['inbox', 'queue'],
		pages({ ...offered, stance: 'led', lead: 'agt_2' } as Conversation),
	)
	await act(async () => refuse())
	await waitFor(() => expect(result.current.error).toMatchObject({ detail: 'Jonas took it.' }))
	expect(shown('queue')).toMatchObject({ lead: 'agt_2' })
	expect(shown('offered')).toEqual(offered)
})

test('declining takes the offer away at once, and a refusal gives it back', async () => {
	const { result, shown, refuse } = answering()
	act(() => result.current.mutate({ conversation: offered, reason: 'busy' }))
	await waitFor(() => expect(shown('offered')?.offer).toBeUndefined())
	await act(async () => refuse())
	await waitFor(() => expect(shown('offered')).toEqual(offered))
})
