import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import user from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { type Talk, TalkProvider } from '../conversation/talk'
import { OptedOut } from './opted-out'

afterEach(() => {
	cleanup()
	vi.unstubAllGlobals()
})

/** shown is the part before a server, and what that was asked. */
function shown(since: string | undefined, permissions: string[]) {
	const asked: unknown[] = []
	vi.stubGlobal('fetch', async (request: Request) => {
		asked.push([request.method, new URL(request.url).pathname, await request.json()])
		return new Response(JSON.stringify({ id: 'cnv_1', version: 2 }), {
			headers: { 'Content-Type': 'application/json' },
		})
	})
	const talk = { id: 'cnv_1', self: { id: 'agt_1', permissions } } as unknown as Talk
	render(
		<QueryClientProvider client={new QueryClient()}>
			<TalkProvider value={talk}>
				<OptedOut since={since} />
			</TalkProvider>
		</QueryClientProvider>,
	)
	return asked
}

test.each([
	[undefined, 'May be written to first.', 'Note that they asked us not to', true],
	['2026-05-05T22:00:00Z', 'Asked on', 'Note that they took it back', false],
])('since %s it says so and changes it', async (since, said, press, wanted) => {
	const asked = shown(since, ['conversation.work'])
	expect(document.body.textContent).toContain(said)
	await user.click(screen.getByRole('button', { name: press }))
	await waitFor(() =>
		expect(asked).toEqual([['PUT', '/api/v1/conversations/cnv_1/opted-out', { opted_out: wanted }]]),
	)
})

test('whoever may not work on it reads it alone', () => {
	shown(undefined, ['conversation.read'])
	expect(screen.queryByRole('button')).toBeNull()
})
