import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import { type ReactNode, useSyncExternalStore } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { type Message, timeline } from '../conversation/queries'
import type { Talk } from '../conversation/talk'
import type { Draft } from './keeper'
import { Keeping } from './keeping'
import type { Server } from './server'
import { useWhom } from './use-whom'

afterEach(() => vi.unstubAllGlobals())

const billing = { role: 'to', address: 'billing@ferry.example' }
const said = (id: string, choices?: object[]) =>
	({ id, external_id: id, direction: 'in', leg_id: 'leg_1', answer_choices: choices }) as unknown as Message

function asking() {
	const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
	const read = (...items: Message[]) =>
		queries.setQueryData(timeline('cnv_1').queryKey, { pages: [{ items }], pageParams: [undefined] })
	read(said('m1', [{ role: 'to', address: 'lena@ferry.example' }, billing]))
	const keeping = new Keeping('cnv_1', {} as Server, { load: () => ({}), save: () => undefined })
	keeping.happen({ is: 'leg', leg: 'leg_1' })
	const wrapper = ({ children }: { children: ReactNode }) => (
		<QueryClientProvider client={queries}>{children}</QueryClientProvider>
	)
	const talk = (key: string) =>
		({ id: 'cnv_1', detail: { legs: [{ id: 'leg_1', last_message_key: key }] } }) as unknown as Talk
	const show = ({ key }: { key: string }) => {
		useSyncExternalStore(keeping.subscribe, keeping.get)
		return useWhom(talk(key), keeping, 'leg_1')
	}
	const { result, rerender } = renderHook(show, { wrapper, initialProps: { key: 'm1' } })
	return { result, rerender, keeping, read, queries }
}

test('it asks until somebody is chosen, who stays while the next message is not read yet', () => {
	const { result, rerender, keeping } = asking()
	expect(result.current?.chosen).toBeUndefined()
	act(() => keeping.happen({ is: 'to', to: billing.address }))
	expect(result.current?.chosen).toEqual(billing)
	rerender({ key: 'm2' })
	expect(keeping.get().to).toBe(billing.address)
})

test.each([
	['may be meant still', [billing], billing.address],
	['cannot be meant any more', undefined, ''],
])('once the customer writes again, who %s', async (_, choices, to) => {
	const { rerender, keeping, read } = asking()
	act(() => keeping.happen({ is: 'to', to: billing.address }))
	await act(async () => void read(said('m1'), said('m2', choices)))
	rerender({ key: 'm2' })
	expect(keeping.get().to).toBe(to)
})

test('what is answered is looked for further back when the guard asks for whom', async () => {
	const { result, keeping, queries } = asking()
	const asked = vi.fn(async () => Response.json({ items: [said('m1', [billing, billing])] }))
	vi.stubGlobal('fetch', asked)
	const page = { items: [said('m9')], next: 'older' }
	await act(
		async () =>
			void queries.setQueryData(timeline('cnv_1').queryKey, { pages: [page], pageParams: [undefined] }),
	)
	await waitFor(() => expect(result.current).toBeUndefined())
	expect(asked).not.toHaveBeenCalled()
	const draft = { id: 'drf_1', version: 1, hash: 'h', state: 'editing' } as Draft
	const reasons = [{ rule: 'recipient', text: '', part: -1 }]
	act(() => {
		keeping.happen({ is: 'saved', draft, what: '' })
		keeping.happen({ is: 'ruled', ruling: { outcome: 'block', hash: 'h', reasons } })
	})
	await waitFor(() => expect(result.current?.choices).toHaveLength(2))
	expect(asked).toHaveBeenCalledOnce()
})
