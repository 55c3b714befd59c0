import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { type Talk, TalkProvider } from '../conversation/talk'
import { sit } from './desk'
import { Findings } from './findings'
import { findingsOf } from './step'

vi.mock('@tanstack/react-router', () => ({
	Link: ({ to, params, children }: { to: string; params: { id: string }; children: ReactNode }) => (
		<a href={to.replace('$id', params.id)}>{children}</a>
	),
}))
afterEach(cleanup)

function shown(...reasons: object[]) {
	const client = new QueryClient()
	sit(client, 'agt_me', { sent: () => {}, noted: () => {} })
	const found = findingsOf({ outcome: 'block', hash: 'h', reasons: reasons as [] }, false)
	render(
		<QueryClientProvider client={client}>
			<TalkProvider value={{ id: 'cnv_1' } as unknown as Talk}>
				<Findings id="f" findings={found} level={0} ways={[]} onWay={() => {}} />
			</TalkProvider>
		</QueryClientProvider>,
	)
}

test('what pauses an answer is one step away', () => {
	const text = 'They have a complaint open with Service; Ada leads it.'
	shown({ rule: 'paused', text, hint: 'Help there first.', part: -1, conversation_id: 'cnv_2' })
	expect(screen.getByRole('status').textContent).toContain(text)
	expect(screen.getByRole('link', { name: 'Look there' }).getAttribute('href')).toBe('/c/cnv_2')
})

test('what was written unasked often enough leads nowhere else', () => {
	shown({ rule: 'unasked', text: 'You have written to them once.', part: -1 })
	expect(screen.getByRole('status').textContent).toContain('You have written to them once.')
	expect(screen.queryByRole('link')).toBeNull()
})
