import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { Problem } from '../api/problem'
import { accounts, me } from '../api/query'
import { EndPractice, standsInTheWay } from './end-practice'

afterEach(() => {
	cleanup()
	vi.unstubAllGlobals()
})

function shown(permissions: string[], props: Parameters<typeof EndPractice>[0]) {
	const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
	queries.setQueryData(me.queryKey, { permissions } as never)
	queries.setQueryData(accounts.queryKey, {
		items: [{ id: 'a', network: 'practice', handle: '@kettles' }],
	} as never)
	render(
		<QueryClientProvider client={queries}>
			<EndPractice {...props} />
		</QueryClientProvider>,
	)
}

test('asks a plain question first, names what goes, and then goes on', async () => {
	const called: string[] = []
	vi.stubGlobal('fetch', (request: Request) => {
		called.push(`${request.method} ${new URL(request.url).pathname}`)
		return Promise.resolve(new Response(null, { status: 204 }))
	})
	const then = vi.fn()
	shown(['installation.manage'], { then })
	await userEvent.click(screen.getByRole('button'))
	expect(screen.getByText(/@kettles/)).toBeTruthy()
	expect(called).toEqual([])
	await userEvent.click(screen.getByRole('button', { name: /go on/i }))
	await waitFor(() => expect(then).toHaveBeenCalledOnce())
	expect(called.filter((c) => !c.startsWith('GET'))).toEqual(['DELETE /api/v1/practice'])
})

test('is not there for somebody who may not', () => {
	shown(['account.manage'], { asked: true })
	expect(screen.queryByRole('button')).toBeNull()
})

test('knows its refusal by the code', () => {
	expect(standsInTheWay(new Problem(409, 'mixed', '', 'x'))).toBe(true)
	expect(standsInTheWay(new Problem(409, 'conflict', '', 'x'))).toBe(false)
})
