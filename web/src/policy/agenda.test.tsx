import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import '../words/en'
import { agents } from '../api/query'
import { Agenda } from './agenda'
import { type Desk, DeskContext } from './desk'
import { policyOf } from './model'
import { agenda } from './versions'

vi.mock('@tanstack/react-router', async (real) => ({
	...(await real<object>()),
	Link: ({ children }: { children: React.ReactNode }) => <a href="/c">{children}</a>,
}))
afterEach(cleanup)

const source =
	'version: 1\ndefault: {owner: service}\ntopic: [{id: bills, when: {intent: billing}, owner: sales}]\n'

// What is asked again in the background is not answered here.
vi.stubGlobal('fetch', () => new Promise(() => {}))

function shown(points: object, alone = false) {
	const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
	queries.setQueryData(agents.queryKey, { items: [{ id: 'agt_1', name: 'Teresa Vilar' }] } as never)
	queries.setQueryData(agenda.queryKey, {
		number: 3,
		since: '2026-11-01T09:00:00Z',
		due: false,
		disputes: [],
		drift: [],
		proposals: [],
		accepted: [],
		points: 0,
		...points,
	} as never)
	const desk = {
		alone,
		leads: { why: 'buyers waited', objective: 'buyers answered within the hour' },
		policy: policyOf(source),
		vocabulary: { name: (key: string) => `the ${key}`, of: () => [{ value: 'x', label: 'X' }] },
	} as unknown as Desk
	render(
		<QueryClientProvider client={queries}>
			<DeskContext value={desk}>
				<Agenda />
			</DeskContext>
		</QueryClientProvider>,
	)
}

test('every point of the next meeting is told, with who said it and why it was left', () => {
	shown({
		points: 4,
		due: true,
		review_on: '2026-11-20T00:00:00Z',
		disputes: [
			{
				had: 'service',
				should_own: 'sales',
				times: 2,
				latest: [
					{
						id: 'cor_1',
						conversation_id: 'cnv_1',
						by: 'agt_1',
						at: '2026-11-20T09:00:00Z',
						why: 'it is a sale',
					},
				],
			},
		],
		drift: [
			{ network: 'x', propose: 'sales', share: 0.4, over: 0.3, messages: 40, due: true },
			{ network: 'y', propose: 'comms', share: 0.1, over: 0.3, messages: 40, due: false },
		],
		proposals: [
			{
				name: 'draft-2',
				why: 'bills to sales',
				objective: '',
				saved_at: '2026-11-20T09:00:00Z',
				saved_by: 'agt_1',
			},
		],
		accepted: [{ kind: 'nobody', rule: 'bills', reason: 'Fay begins on Monday' }],
	})
	const part = screen.getByRole('region', { name: 'For the next meeting' })
	expect(within(part).getByText('4 points')).toBeTruthy()
	expect(within(part).getByText(/that day has come/)).toBeTruthy()
	expect(within(part).getByText('it is a sale')).toBeTruthy()
	expect(within(part).getByText(/Teresa Vilar/)).toBeTruthy()
	expect(within(part).getByText(/40/)).toBeTruthy()
	expect(within(part).queryByText(/the comms/)).toBeNull()
	expect(within(part).getByText(/bills to sales/)).toBeTruthy()
	expect(within(part).getByText('Left: Fay begins on Monday')).toBeTruthy()
	expect(within(part).getByText('buyers answered within the hour')).toBeTruthy()
})

test('who works alone looks at it again, without a meeting', () => {
	shown({}, true)
	expect(screen.getByRole('region', { name: 'To look at again' })).toBeTruthy()
	expect(screen.getByText('No day is set on which it is looked at again.')).toBeTruthy()
})
