import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import '../words/en'
import { why } from '../conversation/queries'
import { WhyMe } from './why'

vi.mock('../conversation/talk', () => ({
	useTalk: () => ({
		id: 'cnv_1',
		c: { lead: 'agt_me', department: 'service' },
		self: { id: 'agt_me', permissions: ['conversation.work'] },
		names: { team: (key: string) => key, who: () => 'You', whom: () => 'you', name: () => 'Ada' },
	}),
}))
vi.mock('./headline', () => ({ Headline: () => null }))
vi.mock('./cord', () => ({ Cord: () => null }))
afterEach(() => {
	cleanup()
	vi.unstubAllGlobals()
})

const facts = { intent: 'question', urgency: 'normal', sentiment: 'neutral', language: 'en', flags: {} }

function Shown() {
	const [wrong, setWrong] = useState(false)
	return <WhyMe open wrong={wrong} onWrong={setWrong} onClose={() => {}} />
}

const decided = {
	decision: { id: 'dec_1', message_id: 'msg_1', decision: { department: 'service', policy: 'p', facts } },
	corrections: [],
	alternatives: [],
	path: [],
	sentence: '',
}

/** shown opens the sheet of a decision that nobody has corrected. */
function shown(
	more: object = {},
	fetch: (request: Request) => Promise<unknown> = () => new Promise(() => {}),
) {
	const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
	vi.stubGlobal('fetch', fetch)
	queries.setQueryData(why('cnv_1').queryKey, { ...decided, ...more } as never)
	render(
		<QueryClientProvider client={queries}>
			<Shown />
		</QueryClientProvider>,
	)
}

const focused = () => document.activeElement

test('the focus goes to what has to be said, and back to the fact it was about', async () => {
	shown()
	await userEvent.click(screen.getByRole('button', { name: /^Correct Urgency/ }))
	expect(focused()).toBe(screen.getByLabelText('What is so'))
	await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
	expect(focused()).toBe(screen.getByRole('button', { name: /^Correct Urgency/ }))
})

test('who says that something is wrong says first what, and comes back to it', async () => {
	shown()
	await userEvent.click(screen.getByRole('button', { name: 'This is wrong' }))
	expect(focused()).toBe(screen.getByLabelText('What was read wrongly'))
	await userEvent.selectOptions(screen.getByLabelText('What was read wrongly'), 'sentiment')
	await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
	expect(focused()?.getAttribute('aria-label')).toMatch(/: neutral$/i)
})

test('what somebody outside found says so, and what they did not find does not', () => {
	const outside = { name: 'Ours', model: 'm-7', fate: 'changed' }
	shown({ outside, read_outside: ['urgency'] })
	const badge = screen.getByTitle('Ours, which is outside, found this. Model: m-7')
	expect(badge.closest('[data-fact]')?.getAttribute('data-fact')).toBe('urgency')
	expect(screen.getByText(/^The text was sent to Ours \(model m-7\)/)).toBeTruthy()
})

test('what is unsure can be said to be right, and the focus goes to who said so', async () => {
	const unsure = { ...facts, intent_confidence: 0.4, flags: { press: 0.9, legal: 0.2 } }
	const decision = { department: 'service', policy: 'p', facts: unsure }
	const more = { decision: { id: 'dec_1', message_id: 'msg_1', decision } }
	const Real = Request
	vi.stubGlobal(
		'Request',
		class extends Real {
			constructor(url: string | URL | Request, init?: RequestInit) {
				super(typeof url === 'string' ? new URL(url, 'http://switchboard.test/') : url, init)
			}
		},
	)
	const confirmed = { id: 'cor_1', kind: 'fact', head: 'legal', said: 'yes', truth: 'yes', by: 'a' }
	shown(more, async (request: Request) => {
		const after = { ...decided, ...more, corrections: [confirmed] }
		return Response.json(request.url.endsWith('/decision') ? after : { items: [], message: {} })
	})
	const right = screen.getAllByRole('button', { name: /^This is right/ })
	expect(right.map((b) => b.getAttribute('aria-label'))).toEqual([
		'This is right: Intent, Question',
		'This is right: Legal, yes',
	])
	await userEvent.click(right[1] as HTMLElement)
	expect(await screen.findByText('You say that this is right.')).toBeTruthy()
	await vi.waitFor(() => expect(focused()?.getAttribute('data-fact')).toBe('legal'))
})
