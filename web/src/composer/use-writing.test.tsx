import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, renderHook, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { accounts, networks } from '../api/query'
import { type Message, timeline } from '../conversation/queries'
import { type Talk, TalkProvider } from '../conversation/talk'
import { Composer } from './composer'
import { sit } from './desk'
import { useWriting, type Writing } from './use-writing'
import { noteWay } from './ways'

afterEach(() => {
	cleanup()
	vi.unstubAllGlobals()
	localStorage.clear()
})

const leg = (id: string, kind: string) => ({ id, kind, account_id: 'acc_1', last_message_key: '' })
const said = (id: string, leg_id: string, visibility = 'public') =>
	({ id, external_id: id, direction: 'in', leg_id, visibility }) as unknown as Message
const draft = (id: string, author_id: string, text: string, state = 'editing') => ({
	id,
	author_id,
	state,
	version: 1,
	hash: text,
	leg_id: 'leg_public',
	parts: [{ text }],
})

const talkWith = (drafts: object[] = []) =>
	({
		id: 'cnv_1',
		c: { id: 'cnv_1', stance: 'led', lead: 'agt_me', customer_name: 'Dana' },
		self: { id: 'agt_me', permissions: ['conversation.work', 'draft.send'] },
		names: { who: () => 'Jonas', whom: () => 'Jonas', name: () => 'Jonas', team: () => '' },
		detail: { legs: [leg('leg_public', 'public'), leg('leg_private', 'direct')], drafts },
	}) as unknown as Talk

/** writing opens a conversation in which Dana said this; nothing that is asked of the server is answered. */
function writing(items = [said('msg_1', 'leg_public')], talk = talkWith()) {
	vi.stubGlobal('fetch', () => new Promise(() => {}))
	const queries = new QueryClient({
		defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } },
	})
	sit(queries, `agt_me`, { sent: () => {}, noted: () => {} })
	const network = {
		key: 'practice',
		name: 'Practice',
		capabilities: [{ capability: 'post_public' }, { capability: 'post_private' }],
		text: { max: 20, unit: 'graphemes' },
		parts: 1,
	}
	const account = { id: 'acc_1', network: 'practice', handle: 'kettles', state: 'live' }
	queries.setQueryData(accounts.queryKey, { items: [account] } as never)
	queries.setQueryData(networks.queryKey, { items: [network] } as never)
	// The newest stands last on its page.
	const hear = (...all: Message[]) =>
		queries.setQueryData(timeline('cnv_1').queryKey, { pages: [{ items: all }], pageParams: [undefined] })
	hear(...items)
	let now = talk
	const wrapper = ({ children }: { children: ReactNode }) => (
		<QueryClientProvider client={queries}>
			<TalkProvider value={now}>{children}</TalkProvider>
		</QueryClientProvider>
	)
	const { result, rerender } = renderHook(() => useWriting(), { wrapper })
	const shown = () => result.current.writing as Writing
	const become = (other: Talk) => {
		now = other
		rerender()
	}
	return { result, shown, hear, become, queries }
}

test('words go where the customer wrote last, until somebody begins to write', async () => {
	const { shown, hear } = writing()
	expect(shown().way.leg).toBe('leg_public')
	hear(said('msg_1', 'leg_public'), said('msg_2', 'leg_private', 'private'))
	await waitFor(() => expect(shown().way.leg).toBe('leg_private'))
	act(() => shown().write('A new lid'))
	hear(said('msg_2', 'leg_private', 'private'), said('msg_3', 'leg_public'))
	await waitFor(() => expect(shown().last?.id).toBe('msg_3'))
	expect(shown().way.leg).toBe('leg_private')
})

test('a way that is chosen stays, and choosing one does not begin an answer', async () => {
	const { shown, hear } = writing()
	act(() => shown().choose('leg_private'))
	expect(shown()).toMatchObject({ way: { leg: 'leg_private' }, text: '' })
	hear(said('msg_1', 'leg_public'), said('msg_2', 'leg_public'))
	await waitFor(() => expect(shown().last?.id).toBe('msg_2'))
	expect(shown().way.leg).toBe('leg_private')
})

test('words for colleagues and words for the customer never mix', () => {
	const { shown } = writing()
	act(() => shown().write('For Dana'))
	act(() => shown().choose(noteWay.leg))
	expect(shown()).toMatchObject({ text: '', take: false, measured: undefined })
	act(() => shown().write('For Jonas'))
	expect(shown().words).toMatchObject({ text: 'For Dana', note: 'For Jonas', leg: 'leg_public' })
	act(() => shown().choose('leg_public'))
	expect(shown().text).toBe('For Dana')
})

test('it knows that the customer wrote again since the writing began', async () => {
	const { shown, hear } = writing()
	act(() => shown().write('A new lid'))
	expect(shown().meanwhile).toBe(false)
	hear(said('msg_1', 'leg_public'), said('msg_2', 'leg_public'))
	await waitFor(() => expect(shown().meanwhile).toBe(true))
	act(() => shown().write(''))
	expect(shown().meanwhile).toBe(false)
})

test('it knows when private words would be answered before everybody', () => {
	const { shown } = writing([said('msg_1', 'leg_private', 'private')])
	expect(shown().opensUp).toBe(false)
	act(() => shown().choose('leg_public'))
	expect(shown().opensUp).toBe(true)
})

test('it measures as the network of the way does', () => {
	const { shown } = writing()
	act(() => shown().write('x'.repeat(21)))
	expect(shown().measured).toMatchObject({ over: true })
})

test('of the drafts here it takes in one’s own: not a colleague’s, and none that is over', () => {
	const { shown, become } = writing()
	act(() =>
		become(talkWith([draft('drf_1', 'agt_other', 'Theirs'), draft('drf_2', 'agt_me', 'Sent', 'sent')])),
	)
	expect(shown().text).toBe('')
	act(() =>
		become(talkWith([draft('drf_1', 'agt_other', 'Theirs'), draft('drf_3', 'agt_me', 'From another tab')])),
	)
	expect(shown().text).toBe('From another tab')
})

const answers = {
	fail: async () =>
		new Response('{"code":"internal"}', { status: 500, headers: { 'Content-Type': 'application/json' } }),
	hang: () => new Promise(() => {}),
}

test('what could not be read is told, and asked for again', async () => {
	const { result, queries } = writing()
	queries.removeQueries({ queryKey: networks.queryKey })
	const failed = vi.fn(answers.fail)
	vi.stubGlobal('fetch', failed)
	const other = renderHook(() => useWriting(), {
		wrapper: ({ children }: { children: ReactNode }) => (
			<QueryClientProvider client={queries}>
				<TalkProvider value={talkWith()}>{children}</TalkProvider>
			</QueryClientProvider>
		),
	})
	await waitFor(() => expect(other.result.current.error).toBeTruthy(), { timeout: 8000 })
	expect(other.result.current.writing?.way.leg).toBe('leg_public') // one writes without the network's limits
	const before = failed.mock.calls.length
	act(() => other.result.current.again())
	await waitFor(() => expect(failed.mock.calls.length).toBeGreaterThan(before))
	expect(result.current.writing).toBeTruthy()
})

test.each([
	['networks', networks.queryKey],
	['accounts', accounts.queryKey],
	['what was said', timeline('cnv_1').queryKey],
])('what failed and is asked for again takes the field from nobody: %s', async (_, queryKey) => {
	const { queries } = writing()
	queries.removeQueries({ queryKey })
	vi.stubGlobal('fetch', answers.fail)
	render(
		<QueryClientProvider client={queries}>
			<TalkProvider value={talkWith()}>
				<Composer />
			</TalkProvider>
		</QueryClientProvider>,
	)
	const field = await screen.findByRole('textbox')
	field.focus()
	vi.stubGlobal('fetch', answers.hang)
	void queries.invalidateQueries({ queryKey }) // as the server's events do once they begin
	await waitFor(() => expect(queries.getQueryState<unknown>(queryKey)?.fetchStatus).toBe('fetching'))
	await userEvent.type(field, 'The lid is, Kim.')
	expect(screen.getByRole('textbox')).toBe(field)
	expect(document.activeElement).toBe(field)
	expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('The lid is, Kim.')
})
