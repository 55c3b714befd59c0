import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import user from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import type { Person } from './api'
import { Change } from './change'
import { Leaving } from './leaving'

afterEach(() => {
	cleanup()
	vi.unstubAllGlobals()
})

const jonas = {
	id: 'agt_jonas',
	name: 'Jonas Weber',
	email: 'jonas@kettles.example',
	role: 'agent',
	departments: ['service'],
	languages: ['de'],
	skills: [],
	freedom: 2,
	cap: 8,
	load: 0,
	disabled: false,
	scope: {},
} as unknown as Person

const sentence = 'Nobody speaks German any more in service.'

/** shown is a form before a server that warns until it is told to go on, and what it was sent. */
function shown(form: ReactNode) {
	const sent: { confirmed?: boolean; disabled?: boolean }[] = []
	vi.stubGlobal('fetch', async (request: Request) => {
		const json = (body: object, status = 200) =>
			new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
		if (request.method !== 'PUT') return json({ items: [] })
		const body = await request.json()
		sent.push(body)
		if (body.confirmed) return json(jonas)
		const warnings = [{ code: 'language_lost', sentence, hint: 'Ask somebody who speaks it.' }]
		return json({ code: 'unstaffed', status: 409, detail: sentence, warnings }, 409)
	})
	const queries = new QueryClient({
		defaultOptions: { queries: { retry: false }, mutations: { networkMode: 'always' } },
	})
	render(<QueryClientProvider client={queries}>{form}</QueryClientProvider>)
	return sent
}

test('what a change leaves undone is said in words, and it can be saved all the same', async () => {
	const done = vi.fn()
	const sent = shown(<Change view={jonas} tag='"1"' roles={['agent']} done={done} />)
	await user.click(screen.getByRole('button', { name: 'Save' }))
	expect(await screen.findByText(sentence)).toBeTruthy()
	expect(screen.getByText('Ask somebody who speaks it.')).toBeTruthy()
	expect(done).not.toHaveBeenCalled()
	await user.click(screen.getByRole('button', { name: 'Save all the same' }))
	await waitFor(() => expect(done).toHaveBeenCalled())
	expect(sent.map((s) => s.confirmed)).toEqual([false, true])
})

test('whoever is made inactive all the same is so', async () => {
	const sent = shown(<Leaving view={jonas} tag='"1"' self={false} />)
	await user.click(screen.getByRole('button', { name: 'Make inactive' }))
	await user.click(screen.getByRole('button', { name: 'Make Jonas Weber inactive' }))
	await user.click(await screen.findByRole('button', { name: 'Make Jonas Weber inactive all the same' }))
	await waitFor(() => expect(sent).toHaveLength(2))
	expect(sent[1]).toMatchObject({ confirmed: true, disabled: true })
	await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
})
