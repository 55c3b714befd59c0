import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import user from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { AskPanel, leftOf } from './panel-ask'
import type { Help } from './queries'
import { type Talk, TalkProvider } from './talk'

afterEach(() => {
	cleanup()
	vi.unstubAllGlobals()
})

const product: Help = {
	department: 'product',
	name: 'Product',
	per: 'day',
	budget_seconds: 3600,
	given_seconds: 2400,
	until: '2026-05-05T22:00:00Z',
}

test.each([
	[{}, 'Product: 20 of 60 min left today'],
	[{ per: 'week' as const }, 'Product: 20 of 60 min left this week'],
	[{ given_seconds: 4440 }, 'Product: 0 of 60 min left today'],
])('what is left of %o', (change, said) => {
	expect(leftOf({ ...product, ...change })).toBe(said)
})

const linus = {
	id: 'agt_linus',
	name: 'Linus Ahrend',
	role: 'agent',
	departments: ['product'],
	presence: 'here',
	cap: 5,
	load: 1,
}
const sentence = 'Product has given its 60 minutes of help for today (74 min).'

/** shown is the panel before a server on which the help is used up, and what it was asked. */
function shown() {
	const asked: unknown[] = []
	vi.stubGlobal('fetch', async (request: Request) => {
		const json = (body: object, status = 200) =>
			new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
		if (request.method === 'GET')
			return json({ items: request.url.endsWith('/help') ? [{ ...product, given_seconds: 4440 }] : [linus] })
		const body = JSON.parse((await request.text()) || 'null')
		asked.push(body)
		if (body?.confirmed) return json({ id: 'cnv_1', version: 2, helpers: ['agt_linus'] })
		const hint = 'Ask tomorrow, ask somebody outside, or ask all the same and say why.'
		return json({ code: 'over_budget', status: 409, detail: sentence, hint }, 409)
	})
	const open = vi.fn()
	const name = () => 'Linus Ahrend'
	const talk = {
		id: 'cnv_1',
		c: { id: 'cnv_1', department: 'service', version: 1 },
		names: { who: name, whom: name, name, team: (key?: string) => key ?? '' },
		open,
	} as unknown as Talk
	const queries = new QueryClient({
		defaultOptions: { queries: { retry: false }, mutations: { networkMode: 'always' } },
	})
	render(
		<QueryClientProvider client={queries}>
			<TalkProvider value={talk}>
				<AskPanel />
			</TalkProvider>
		</QueryClientProvider>,
	)
	return { asked, open }
}

test('help that is used up is said beforehand, refused with the way out, and asked for all the same with a reason', async () => {
	const { asked, open } = shown()
	expect(await screen.findByText('Product: 0 of 60 min left today')).toBeTruthy()
	await user.click(await screen.findByText('Linus Ahrend'))
	await user.click(screen.getByRole('button', { name: 'Ask Linus Ahrend' }))
	expect(await screen.findByText(/74 min/)).toBeTruthy()
	expect(open).not.toHaveBeenCalled()
	const again = screen.getByRole('button', { name: 'Ask Linus Ahrend all the same' })
	expect(again).toHaveProperty('disabled', true)
	await user.type(screen.getByLabelText('Why it cannot wait'), 'A rider waits.')
	await user.click(again)
	await waitFor(() => expect(open).toHaveBeenCalledWith(null))
	expect(asked).toEqual([null, { confirmed: true, reason: 'A rider waits.' }])
})
