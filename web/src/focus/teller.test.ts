import { afterEach, expect, test, vi } from 'vitest'
import { forgetFocus, tellFocus } from './teller'

afterEach(() => {
	forgetFocus()
	vi.unstubAllGlobals()
})

const now = Date.parse('2026-05-04T09:00:00Z')
const read = (from: number, until: number) => ({
	part: 'reading' as const,
	from: now - from,
	until: now - until,
})

function answering(...answers: (number | 'gone')[]): { url: string; init: RequestInit }[] {
	const asked: { url: string; init: RequestInit }[] = []
	vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
		asked.push({ url, init })
		const answer = answers.shift()
		if (answer === 'gone') throw new TypeError('no connection')
		return new Response('{}', { status: answer ?? 200 })
	})
	return asked
}

const spansOf = (call?: { init: RequestInit }) => JSON.parse(String(call?.init.body)).spans.length

test('it is told so that it outlives the page', async () => {
	const asked = answering(200)
	await tellFocus('cnv_1', [read(60_000, 10_000)], now)
	expect(asked[0]?.url).toBe('/api/v1/conversations/cnv_1/focus')
	expect(asked[0]?.init.keepalive).toBe(true)
	expect(JSON.parse(String(asked[0]?.init.body))).toEqual({
		sent_at: '2026-05-04T09:00:00.000Z',
		spans: [{ part: 'reading', from: '2026-05-04T08:59:00.000Z', until: '2026-05-04T08:59:50.000Z' }],
	})
})

test('what could not be told is told with what comes next, unless it is too old by then', async () => {
	const asked = answering('gone', 503, 200, 200)
	await tellFocus('cnv_1', [read(60_000, 10_000)], now)
	await tellFocus('cnv_1', [read(5000, 0)], now)
	await tellFocus('cnv_1', [read(2000, 0)], now)
	expect(asked.map(spansOf)).toEqual([1, 2, 3])
	await tellFocus('cnv_1', [], now)
	expect(asked).toHaveLength(3)
})

test('what is refused is forgotten, and nothing of long ago is told', async () => {
	const asked = answering(404, 200)
	await tellFocus('cnv_1', [read(60_000, 10_000)], now)
	await tellFocus('cnv_1', [read(5000, 0)], now)
	expect(asked.map(spansOf)).toEqual([1, 1])
	await tellFocus('cnv_1', [read(12 * 60 * 60_000, 0)], now)
	expect(asked).toHaveLength(2)
})
