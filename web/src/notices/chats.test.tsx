import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { MyChats, TeamChats } from './chats'

afterEach(() => {
	cleanup()
	vi.unstubAllGlobals()
})

const hook = {
	id: 'chk_1',
	name: 'Service room',
	events: ['safety', 'returned'],
	state: 'on',
	failures: 0,
	created_at: '',
}

/** asked has the server hold one chat tool, and gives every change that is asked for. */
function asked(): { what: string; body?: unknown }[] {
	const all: { what: string; body?: unknown }[] = []
	vi.stubGlobal('fetch', async (request: Request) => {
		const { pathname } = new URL(request.url)
		const answer = (body: unknown) =>
			new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } })
		if (request.method === 'GET') return answer({ items: [hook] })
		const text = await request.text()
		all.push({ what: `${request.method} ${pathname}`, ...(text && { body: JSON.parse(text) }) })
		return answer(pathname.endsWith('/secret') ? { hook, secret: 'another secret' } : hook)
	})
	return all
}

function shown(page: React.ReactNode) {
	render(<QueryClientProvider client={new QueryClient()}>{page}</QueryClientProvider>)
	return screen.findByText('Service room')
}

const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }))

test('what a department is told of in a chat is changed afterwards, and what it was told besides stays', async () => {
	const changes = asked()
	await shown(<TeamChats department="service" />)
	await press('Change')
	await userEvent.click(screen.getByRole('checkbox', { name: 'An answer is late' }))
	await userEvent.click(screen.getByRole('checkbox', { name: 'Somebody may be hurt' }))
	await press('Save')
	await screen.findByRole('button', { name: 'Change' })
	expect(changes).toEqual([
		{
			what: 'PATCH /api/v1/departments/service/chat-hooks/chk_1',
			body: { name: 'Service room', events: ['returned', 'late'] },
		},
	])
})

test('a chat that would be told of nothing cannot be kept', async () => {
	asked()
	await shown(<TeamChats department="service" />)
	await press('Change')
	for (const name of ['Somebody may be hurt', 'My draft came back'])
		await userEvent.click(screen.getByRole('checkbox', { name }))
	expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true)
	expect(screen.getByText('Choose at least one, or pause it.')).toBeTruthy()
})

test.each([
	['one’s own', <MyChats key="1" />, '/api/v1/me/chat-hooks/chk_1/secret'],
	[
		'a department’s',
		<TeamChats key="2" department="service" />,
		'/api/v1/departments/service/chat-hooks/chk_1/secret',
	],
])('a chat of %s gets another secret, shown once, after asking', async (_, page, path) => {
	const changes = asked()
	await shown(page)
	await press('New secret')
	expect(changes).toEqual([])
	await press('New secret')
	await screen.findByText('another secret')
	expect(changes.map((c) => c.what)).toEqual([`POST ${path}`])
})

test('one’s own chat is renamed and says nothing of events', async () => {
	const changes = asked()
	await shown(<MyChats />)
	await press('Change')
	expect(screen.queryByRole('checkbox')).toBeNull()
	await userEvent.clear(screen.getByLabelText('Which chat it is'))
	await userEvent.type(screen.getByLabelText('Which chat it is'), 'My room')
	await press('Save')
	await screen.findByRole('button', { name: 'Change' })
	expect(changes[0]?.body).toEqual({ name: 'My room' })
})
