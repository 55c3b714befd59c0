import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import type { Why } from '../conversation/queries'
import { Wrong } from './wrong'

vi.mock('../conversation/talk', () => ({
	useTalk: () => ({
		id: 'cnv_1',
		names: {
			team: (key: string) => ({ comms: 'Comms', service: 'Service' })[key] ?? key,
			who: () => 'Jonas',
		},
	}),
}))
afterEach(() => {
	cleanup()
	vi.unstubAllGlobals()
	vi.restoreAllMocks()
})

const outcome = {
	department: 'service',
	takes: 'service',
	rule: 'r',
	required_level: 2,
	deadline_seconds: 0,
	helpers: [],
	informs: [],
}
const why = {
	corrections: [],
	decision: {
		id: 'dec_1',
		decision: {
			department: 'service',
			facts: { intent: 'question', urgency: 'normal', sentiment: 'neutral', language: 'en', flags: {} },
		},
	},
} as unknown as Why

const list = [
	{ key: 'flat_tyre', name: 'Flat tyres' },
	{ key: 'gone', name: 'Gone', archived: true },
]

type Asked = { path: string; body: Record<string, unknown> }

function answering(follows: object): Asked[] {
	const asked: Asked[] = []
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
		const { pathname } = new URL(request.url)
		if (pathname.endsWith('/topics')) return Response.json({ items: list })
		const body = request.method === 'POST' ? await request.json() : {}
		asked.push({ path: pathname, body })
		const json = pathname.endsWith('/consider')
			? { changes: false, moves: false, before: outcome, after: outcome, policy_hash: 'p1', ...follows }
			: pathname.endsWith('/departments')
				? {
						items: [
							{ key: 'service', name: 'Service' },
							{ key: 'comms', name: 'Comms' },
						],
					}
				: {}
		return new Response(JSON.stringify(json), { headers: { 'Content-Type': 'application/json' } })
	})
	return asked
}

function open(done = vi.fn(), head?: string) {
	render(
		<QueryClientProvider client={new QueryClient()}>
			<Wrong why={why} head={head} onDone={done} />
		</QueryClientProvider>,
	)
	return done
}

test('what would follow is said before it is confirmed, and decided under the policy that was seen', async () => {
	const asked = answering({
		changes: true,
		moves: true,
		after: { ...outcome, department: 'comms', takes: 'comms' },
	})
	const done = open()
	await userEvent.selectOptions(screen.getByLabelText('What was read wrongly'), 'press')
	await userEvent.selectOptions(screen.getByLabelText('What is so'), 'yes')
	expect(await screen.findByText(/goes to Comms/)).toBeTruthy()
	expect(asked.map((a) => a.path.split('/').at(-1))).toEqual(['consider'])
	await userEvent.click(screen.getByRole('button', { name: 'Correct it and decide anew' }))
	await vi.waitFor(() => expect(done).toHaveBeenCalled())
	expect(asked[1]?.body).toEqual({
		decision_id: 'dec_1',
		head: 'press',
		truth: 'yes',
		redecide: true,
		policy_hash: 'p1',
	})
})

test('it can be corrected and stay where it is', async () => {
	const asked = answering({
		changes: true,
		moves: true,
		after: { ...outcome, department: 'comms', takes: 'comms' },
	})
	open()
	await userEvent.selectOptions(screen.getByLabelText('What is so'), 'complaint')
	await userEvent.click(await screen.findByRole('button', { name: 'Only correct it' }))
	await vi.waitFor(() => expect(asked[1]?.body).toMatchObject({ head: 'intent', redecide: false }))
})

test('a fact that changes nothing needs one press', async () => {
	const asked = answering({})
	open()
	await userEvent.selectOptions(screen.getByLabelText('What is so'), 'complaint')
	expect(await screen.findByText(/Nothing else changes/)).toBeTruthy()
	expect(screen.queryByRole('button', { name: 'Only correct it' })).toBeNull()
	await userEvent.click(screen.getByRole('button', { name: 'Correct it' }))
	await vi.waitFor(() =>
		expect(asked[1]?.body).toEqual({ decision_id: 'dec_1', head: 'intent', truth: 'complaint' }),
	)
})

test('a wrong owner needs a team and a line', async () => {
	const asked = answering({})
	const done = open()
	await userEvent.click(screen.getByRole('radio', { name: 'Whose it is' }))
	const put = screen.getByRole('button', { name: 'Put it on the agenda' }) as HTMLButtonElement
	expect(put.disabled).toBe(true)
	await screen.findByRole('option', { name: 'Comms' })
	expect(screen.queryByRole('option', { name: 'Service' })).toBeNull()
	await userEvent.selectOptions(screen.getByLabelText('Who should have had it'), 'comms')
	await userEvent.type(screen.getByLabelText('Why, in one line'), 'A reporter asks.')
	await userEvent.click(put)
	await vi.waitFor(() => expect(done).toHaveBeenCalled())
	expect(asked.at(-1)?.body).toEqual({ decision_id: 'dec_1', should_own: 'comms', why: 'A reporter asks.' })
})

test('a fact that was pressed is the one that is asked about', () => {
	answering({})
	open(vi.fn(), 'language')
	const fact = screen.getByLabelText('What was read wrongly') as HTMLSelectElement
	expect(fact.value).toBe('language')
	expect(document.activeElement).toBe(screen.getByLabelText('What is so'))
})

test('who pressed no fact says first which it is, and keeps the focus when they look at the other question', async () => {
	answering({})
	open()
	expect(document.activeElement).toBe(screen.getByLabelText('What was read wrongly'))
	await userEvent.click(screen.getByRole('radio', { name: 'Whose it is' }))
	const fact = screen.getByRole('radio', { name: 'What was read' })
	await userEvent.click(fact)
	expect(document.activeElement).toBe(fact)
})

test('a message is put into a topic of the list', async () => {
	const asked = answering({})
	open()
	await screen.findByRole('option', { name: /^Topic Flat tyre/ })
	expect(screen.queryByRole('option', { name: /^Topic Gone/ })).toBeNull()
	await userEvent.selectOptions(screen.getByLabelText('What was read wrongly'), 'topic/flat_tyre')
	await userEvent.selectOptions(screen.getByLabelText('What is so'), 'yes')
	await userEvent.click(await screen.findByRole('button', { name: 'Correct it' }))
	await vi.waitFor(() =>
		expect(asked[1]?.body).toEqual({ decision_id: 'dec_1', head: 'topic/flat_tyre', truth: 'yes' }),
	)
})
