import { afterEach, expect, test, vi } from 'vitest'
import type { Draft } from './keeper'
import { server, wordsOf } from './server'

afterEach(() => vi.unstubAllGlobals())

/** sent is what the server is told when words are kept. */
async function sent(keep: () => Promise<unknown>) {
	const asked = vi.fn(async (_: Request) => Response.json({ id: 'drf_1' }))
	vi.stubGlobal('fetch', asked)
	await keep()
	return asked.mock.calls[0]?.[0].json()
}
const words = (to: string) => ({ leg: 'leg_1', parts: [{ text: 'Hello' }], to })

test('whom it goes to is said with every save, and only where it was chosen', async () => {
	const said = { leg_id: 'leg_1', parts: [{ text: 'Hello' }] }
	const to = 'billing@ferry.example'
	expect(await sent(() => server.create('cnv_1', words(to)))).toEqual({ ...said, to })
	expect(await sent(() => server.save('drf_1', 3, words(to)))).toEqual({ ...said, to, version: 3 })
	expect(await sent(() => server.create('cnv_1', words('')))).toEqual(said)
	expect(await sent(() => server.save('drf_1', 3, words('')))).toEqual({ ...said, version: 3 })
})

test('it comes back with the draft', () => {
	const draft = { leg_id: 'leg_1', parts: [{ text: 'Hello' }] } as unknown as Draft
	expect(wordsOf({ ...draft, to: 'billing@ferry.example' }).to).toBe('billing@ferry.example')
	expect(wordsOf(draft).to).toBe('')
})
