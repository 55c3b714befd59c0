import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { Problem } from '../api/problem'
import { accounts, me } from '../api/query'
import { sample } from '../sample/api'
import { EndPractice, InTheWay, standsInTheWay } from './end-practice'

afterEach(() => {
	cleanup()
	vi.unstubAllGlobals()
})

vi.mock('@tanstack/react-router', () => ({
	Link: ({ to, children }: { to: string; children: ReactNode }) => <a href={to}>{children}</a>,
}))

function shown(permissions: string[], child: ReactNode, present = false) {
	const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
	queries.setQueryData(me.queryKey, { permissions } as never)
	queries.setQueryData(accounts.queryKey, {
		items: [{ id: 'a', network: 'practice', handle: '@kettles' }],
	} as never)
	queries.setQueryData(sample.queryKey, { present } as never)
	render(<QueryClientProvider client={queries}>{child}</QueryClientProvider>)
}

test('asks a plain question first, names what goes, and then goes on', async () => {
	const called: string[] = []
	vi.stubGlobal('fetch', (request: Request) => {
		called.push(`${request.method} ${new URL(request.url).pathname}`)
		return Promise.resolve(new Response(null, { status: 204 }))
	})
	const then = vi.fn()
	shown(['installation.manage'], <EndPractice then={then} />)
	await userEvent.click(screen.getByRole('button'))
	expect(screen.getByText(/@kettles/)).toBeTruthy()
	expect(called).toEqual([])
	await userEvent.click(screen.getByRole('button', { name: /go on/i }))
	await waitFor(() => expect(then).toHaveBeenCalledOnce())
	expect(called.filter((c) => !c.startsWith('GET'))).toEqual(['DELETE /api/v1/practice'])
})

test('is not there for somebody who may not', () => {
	shown(['account.manage'], <EndPractice asked />)
	expect(screen.queryByRole('button')).toBeNull()
})

test.each([true, false])('in the sample company (%s) the way out is to leave it', (present) => {
	const error = new Problem(409, 'mixed', '', 'Practice would count.', 'End practice first.')
	shown(['installation.manage'], <InTheWay error={error} then={() => {}} />, present)
	expect(screen.getByText('Practice would count.')).toBeTruthy()
	expect(screen.queryByText('End practice first.') === null).toBe(present)
	expect(screen.queryByRole('link', { name: 'Start with my own company' }) !== null).toBe(present)
	expect(screen.queryByText(/Remove what was practised/) === null).toBe(present)
})

test('knows its refusal by the code', () => {
	expect(standsInTheWay(new Problem(409, 'mixed', '', 'x'))).toBe(true)
	expect(standsInTheWay(new Problem(409, 'conflict', '', 'x'))).toBe(false)
})
