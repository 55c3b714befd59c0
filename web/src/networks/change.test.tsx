import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import user from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import type { AccountView, Form } from './api'
import { Change } from './change'

afterEach(() => {
	cleanup()
	vi.unstubAllGlobals()
})

const form = { key: 'pigeon', name: 'Pigeon post', fields: [], capabilities: [] } as unknown as Form
const view = (name: string) =>
	({
		id: 'acc_1',
		network: 'pigeon',
		state: 'live',
		name,
		voice: 'corporate',
		brand_id: 'brd_1',
		config: {},
		has_secrets: true,
	}) as unknown as AccountView

/** changing shows the settings of an account, and gives what is sent and how the account comes to be another one. */
function changing() {
	const sent: { seen: string | null; name: string }[] = []
	let answer = 200
	vi.stubGlobal('fetch', async (request: Request) => {
		const json = (body: object, status = 200) =>
			new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
		if (request.method === 'GET') return json({ items: [] })
		sent.push({ seen: request.headers.get('If-Match'), name: (await request.json()).name })
		return answer === 200
			? json(view('x'))
			: json({ code: 'stale', detail: 'Somebody else changed this.' }, answer)
	})
	const queries = new QueryClient({ defaultOptions: { mutations: { networkMode: 'always' } } })
	const page = (name: string, tag: string) => (
		<QueryClientProvider client={queries}>
			<Change form={form} view={view(name)} tag={tag} />
		</QueryClientProvider>
	)
	const { rerender } = render(page('Kettles', '"1"'))
	return {
		sent,
		become: (name: string, tag: string) => rerender(page(name, tag)),
		refuse: () => {
			answer = 409
		},
	}
}

const field = () => screen.getByLabelText('What you call it here') as HTMLInputElement
const save = () => user.click(screen.getByText('Save'))

test('an account is changed as it was seen when the changing began', async () => {
	const { sent, become } = changing()
	become('Kettles & Co', '"2"') // read again before anything was typed: that is what is seen
	await user.clear(field())
	await user.type(field(), 'Mine')
	await save()
	await waitFor(() => expect(sent).toEqual([{ seen: '"2"', name: 'Mine' }]))
})

test('what somebody else changed meanwhile is neither overwritten nor takes one’s words away', async () => {
	const { sent, become, refuse } = changing()
	await user.type(field(), '!')
	become('Theirs', '"2"')
	expect(field().value).toBe('Kettles!')
	expect(screen.getByText('It was changed meanwhile.')).toBeTruthy()
	refuse()
	await save()
	await waitFor(() => expect(sent).toEqual([{ seen: '"1"', name: 'Kettles!' }]))
	await screen.findByText('Somebody else changed this.')
	await user.click(screen.getByText('Begin anew'))
	expect(field().value).toBe('Theirs')
	expect(screen.queryByText('It was changed meanwhile.')).toBeNull()
})
