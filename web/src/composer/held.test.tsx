import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { type Talk, TalkProvider } from '../conversation/talk'
import { HeldTexts } from './held'

afterEach(cleanup)

const draft = (id: string, author_id: string, state: string, text: string) => ({
	id,
	author_id,
	state,
	leg_id: 'leg_1',
	parts: [{ text }],
	ruling: { level: 3 },
})

function shown(permissions: string[], ...drafts: object[]) {
	const talk = {
		id: 'cnv_1',
		self: { id: 'agt_me', permissions },
		names: { who: () => 'Jonas', whom: (a: string) => (a === 'agt_me' ? 'you' : 'Cleo Marsh') },
		detail: { legs: [{ id: 'leg_1', kind: 'public' }], drafts },
	} as unknown as Talk
	render(
		<QueryClientProvider client={new QueryClient()}>
			<TalkProvider value={talk}>
				<HeldTexts />
			</TalkProvider>
		</QueryClientProvider>,
	)
}

test('what a colleague wrote here and waits is shown by name; what they still write, and one’s own, is not', () => {
	shown(
		['draft.approve'],
		draft('drf_1', 'agt_jonas', 'held', 'A new lid leaves today.'),
		draft('drf_2', 'agt_jonas', 'editing', 'Half a sen'),
		draft('drf_3', 'agt_me', 'held', 'Mine'),
	)
	expect(screen.getByText('A new lid leaves today.')).toBeTruthy()
	expect(screen.getByText(/^Jonas/)).toBeTruthy()
	expect(screen.queryByText('Half a sen')).toBeNull()
	expect(screen.queryByText('Mine')).toBeNull()
	expect(screen.getAllByRole('button').length).toBeGreaterThan(0)
})

test('whoever may not approve it reads it and can do nothing about it', () => {
	shown([], draft('drf_1', 'agt_jonas', 'held', 'A new lid leaves today.'))
	expect(screen.getByText('A new lid leaves today.')).toBeTruthy()
	expect(screen.queryByRole('button')).toBeNull()
})

test('whom the policy names is said, until everybody is asked', () => {
	const waits = (until: number) => ({
		...draft('drf_1', 'agt_jonas', 'held', 'A new lid leaves today.'),
		ruling: {
			level: 3,
			asked: ['agt_cleo', 'agt_me'],
			asked_until: new Date(Date.now() + until).toISOString(),
		},
	})
	shown(['draft.approve'], waits(600_000))
	expect(screen.getByText('Jonas asks Cleo Marsh or you for approval')).toBeTruthy()
	expect(screen.getAllByRole('button').length).toBeGreaterThan(0)
	cleanup()
	shown(['draft.approve'], waits(-120_000))
	expect(screen.getByText('Jonas asks for approval, level 3')).toBeTruthy()
})
