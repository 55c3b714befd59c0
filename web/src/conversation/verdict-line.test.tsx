import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import '../words/en'
import { VerdictLine } from './lines'
import type { Why } from './queries'
import { type Talk, TalkProvider } from './talk'

afterEach(() => {
	cleanup()
	vi.unstubAllGlobals()
})

const facts = {
	intent: 'complaint',
	intent_confidence: 0.45,
	sentiment: 'neutral',
	urgency: 'normal',
	flags: {},
}

function shown(corrections: object[], permissions = ['conversation.work'], read = facts): string {
	const why = {
		decision: { id: 'dec_1', decision: { facts: read, rule: 'default', department: 'service' } },
		corrections,
	}
	const names = { team: (key: string) => ({ comms: 'Comms' })[key] ?? 'Service', who: () => 'Ada' }
	const talk = { id: 'cnv_1', names, self: { id: 'agt_1', permissions } } as unknown as Talk
	render(
		<QueryClientProvider client={new QueryClient()}>
			<TalkProvider value={talk}>
				<VerdictLine why={why as unknown as Why} tone="public" explain={() => {}} />
			</TalkProvider>
		</QueryClientProvider>,
	)
	return document.body.textContent ?? ''
}

test('where nothing was read nothing can be called right', () => {
	shown([], ['conversation.work'], { ...facts, intent_confidence: 0 })
	expect(screen.queryByRole('button', { name: /^This is right/ })).toBeNull()
})

const right = () => screen.queryByRole('button', { name: 'This is right: Intent, Complaint' })

/** answering serves one answer after the other, and keeps what was said. */
function answering(...answers: { status?: number; body: object }[]) {
	const said: { path: string; body: unknown }[] = []
	const Real = Request
	vi.stubGlobal(
		'Request',
		class extends Real {
			constructor(url: string | URL | Request, init?: RequestInit) {
				super(typeof url === 'string' ? new URL(url, 'http://switchboard.test/') : url, init)
			}
		},
	)
	vi.stubGlobal('fetch', async (request: Request) => {
		if (request.method !== 'POST') return Response.json({ items: [] })
		said.push({
			path: new URL(request.url).pathname.split('/').at(-1) ?? '',
			body: await request.json(),
		})
		const { status = 201, body } = answers.shift() ?? { body: {} }
		const type = status < 400 ? 'application/json' : 'application/problem+json'
		return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } })
	})
	return said
}

test('an unsure reading asks to be checked, and whoever may can say that it is right', () => {
	answering()
	expect(shown([])).toContain('please check 0.45')
	expect(right()).toBeTruthy()
	cleanup()
	shown([], [])
	expect(right()).toBeNull()
})

test('a corrected one asks no more, and says what was read', () => {
	const line = shown([{ kind: 'fact', head: 'intent', truth: 'bug', said: 'complaint', by: 'agt_1' }])
	expect(line).toMatch(/^Bug.*Ada said so, read as Complaint/)
	expect(line).not.toContain('please check')
	expect(right()).toBeNull()
})

test('one that was said to be right says by whom', () => {
	const line = shown([{ kind: 'fact', head: 'intent', truth: 'complaint', said: 'complaint', by: 'agt_1' }])
	expect(line).toMatch(/^ComplaintAda confirmed it/)
	expect(line).not.toContain('please check')
	expect(right()).toBeNull()
})

test('one press says that it is right, by keyboard as well, and the focus stays there', async () => {
	const said = answering({ body: {} })
	shown([])
	await userEvent.tab()
	expect(document.activeElement).toBe(right())
	await userEvent.keyboard('{Enter}')
	const word = { decision_id: 'dec_1', head: 'intent', truth: 'complaint', right: true }
	await vi.waitFor(() => expect(said).toEqual([{ path: 'fact', body: word }]))
	await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Complaint'))
})

test('where something else is decided from it, it says so first', async () => {
	const outcome = { required_level: 2, deadline_seconds: 0, helpers: [], informs: [] }
	const said = answering(
		{ status: 409, body: { status: 409, code: 'must_explain', title: 'This changes what was decided.' } },
		{
			body: {
				changes: true,
				moves: true,
				before: { ...outcome, department: 'service', takes: 'service' },
				after: { ...outcome, department: 'comms', takes: 'comms' },
				policy_hash: 'p1',
			},
		},
		{ body: {} },
	)
	shown([])
	await userEvent.click(right() as HTMLElement)
	expect(await screen.findByText(/goes to Comms/)).toBeTruthy()
	await userEvent.click(screen.getByRole('button', { name: 'Say so and decide anew' }))
	await vi.waitFor(() => expect(said.map((s) => s.path)).toEqual(['fact', 'consider', 'fact']))
	expect(said[2]?.body).toMatchObject({ right: true, redecide: true, policy_hash: 'p1' })
})
