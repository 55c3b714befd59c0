import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import user from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { me } from '../api/query'
import { onCall } from './api'
import { DepartmentLadder } from './department'

afterEach(() => {
	cleanup()
	vi.unstubAllGlobals()
})

const planOf = (minutes: number, more = {}) => ({
	steps: [{ who: 'managers', wait_seconds: minutes * 60 }],
	repeat_seconds: 600,
	default: false,
	reached: [[]],
	...more,
})

/** changing is a lead who changes a ladder, and a server on which Ben has kept another one first. */
async function changing() {
	let kept = planOf(5)
	let tag = '"1"'
	const saved: { seen: string | null; minutes: number }[] = []
	vi.stubGlobal('fetch', async (request: Request) => {
		const json = (body: object, status = 200) =>
			new Response(JSON.stringify(body), {
				status,
				headers: { 'Content-Type': 'application/json', ETag: tag },
			})
		const { pathname } = new URL(request.url)
		if (pathname.endsWith('/agents'))
			return json({
				items: [{ id: 'agt_ben', name: 'Ben Osei', role: 'manager', departments: [], disabled: false }],
			})
		if (pathname.endsWith('/chat-hooks') || pathname.endsWith('/departments')) return json({ items: [] })
		if (request.method === 'GET') return json(kept)
		const body = await request.json()
		const seen = request.headers.get('If-Match')
		saved.push({ seen, minutes: body.steps[0].wait_seconds / 60 })
		if (seen !== tag) return json({ code: 'stale', detail: 'Somebody else changed this.' }, 409)
		kept = planOf(body.steps[0].wait_seconds / 60)
		tag = '"3"'
		return json(kept)
	})
	const queries = new QueryClient({
		defaultOptions: {
			queries: { staleTime: Number.POSITIVE_INFINITY },
			mutations: { networkMode: 'always' },
		},
	})
	queries.setQueryData(onCall('service').queryKey, { plan: planOf(5) as never, tag })
	queries.setQueryData(me.queryKey, { agent: { id: 'agt_me' }, permissions: ['department.manage'] } as never)
	render(
		<QueryClientProvider client={queries}>
			<DepartmentLadder department="service" />
		</QueryClientProvider>,
	)
	await user.click(await screen.findByText('Change'))
	await write(20)
	kept = planOf(9, { changed_by: 'agt_ben', changed_at: new Date().toISOString() })
	tag = '"2"'
	return { saved }
}

const minutes = () => screen.getByLabelText(/waits/) as HTMLInputElement
async function write(n: number) {
	await user.clear(minutes())
	await user.type(minutes(), String(n))
}

test('a ladder that somebody else kept meanwhile is shown, with who did, and mine stays', async () => {
	const { saved } = await changing()
	await user.click(screen.getByText('Save'))
	await screen.findByText(/^Ben Osei changed this meanwhile, \d/)
	expect(screen.getByText('has 9 minutes to accept')).toBeTruthy()
	expect(minutes().value).toBe('20')
	expect(saved).toEqual([{ seen: '"1"', minutes: 20 }])

	await user.click(screen.getByText('Save mine in its place'))
	await screen.findByText('has 20 minutes to accept')
	expect(saved[1]).toEqual({ seen: '"2"', minutes: 20 })
	expect(screen.queryByText(/changed this meanwhile/)).toBeNull()
})

test('or one goes on from theirs', async () => {
	const { saved } = await changing()
	await user.click(screen.getByText('Save'))
	await user.click(await screen.findByText('Go on from this one'))
	expect(minutes().value).toBe('9')
	expect(screen.queryByText(/changed this meanwhile/)).toBeNull()
	await write(10)
	await user.click(screen.getByText('Save'))
	await waitFor(() => expect(saved[1]).toEqual({ seen: '"2"', minutes: 10 }))
})
