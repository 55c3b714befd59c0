import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Intents } from './intent'

const json = (body: unknown, status = 200, headers = {}) =>
	new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } })
const note = (text: string, method = 'POST') =>
	new Request('http://here.test/api/v1/conversations/cnv_1/notes', {
		method,
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ text }),
	})

function asking(...answers: (() => Response)[]) {
	const keys: (string | null)[] = []
	const intents = new Intents(async (request) => {
		keys.push(request.headers.get('Idempotency-Key'))
		const answer = answers.shift()
		if (!answer) throw new TypeError('network')
		return answer()
	})
	const send = (text: string, method?: string) =>
		intents.send(note(text, method)).then(
			(r) => r.status,
			(e) => e.constructor.name,
		)
	return { keys, send }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const ok = () => json({})
const broken = () =>
	new Response(new ReadableStream({ start: (c) => c.error(new TypeError('cut off')) }), {
		headers: { 'Content-Type': 'application/json' },
	})
const fails = () => {
	throw new TypeError('network')
}

test.each([
	['no answer', fails, 'Lost'],
	['an answer that is cut off', broken, 'Lost'],
	['an answer of a proxy', () => new Response('<h1>Bad gateway</h1>', { status: 502 }), 502],
	[
		'a page of a proxy',
		() => new Response('<h1>Sign in</h1>', { headers: { 'Content-Type': 'text/html' } }),
		502,
	],
	['an answer that the same is under way', () => json({}, 409, { 'Retry-After': '1' }), 409],
])('after %s the same has the same key', async (_, lost, said) => {
	const { keys, send } = asking(lost, ok, ok)
	expect(await send('Hello')).toBe(said)
	expect(await send('Hello')).toBe(200)
	expect(await send('Hello')).toBe(200)
	expect(keys[0]).toBeTruthy()
	expect(keys[1]).toBe(keys[0])
	expect(keys[2]).not.toBe(keys[0])
})

test('a refusal is an answer: who asks again means it anew', async () => {
	const { keys, send } = asking(() => json({ code: 'conflict' }, 409), ok)
	await send('Hello')
	await send('Hello')
	expect(keys[1]).not.toBe(keys[0])
})

test('what says something else is something else', async () => {
	const { keys, send } = asking(fails, ok)
	await send('Hello')
	await send('Hello Dana')
	expect(keys[1]).not.toBe(keys[0])
})

test('after an hour it is meant anew', async () => {
	const { keys, send } = asking(fails, ok)
	await send('Hello')
	vi.advanceTimersByTime(61 * 60_000)
	await send('Hello')
	expect(keys[1]).not.toBe(keys[0])
})

test('what can be repeated by itself carries no key, and is lost too', async () => {
	const { keys, send } = asking(fails, ok)
	expect(await send('Hello', 'PUT')).toBe('Lost')
	expect(await send('Hello', 'PUT')).toBe(200)
	expect(keys).toEqual([null, null])
})

test('without a connection nothing was lost: it never left', async () => {
	vi.stubGlobal('navigator', { onLine: false })
	const { send } = asking(fails)
	expect(await send('Hello')).toBe('TypeError')
	vi.unstubAllGlobals()
})

test('the same that is under way is asked once, and whoever asked gets its answer', async () => {
	let answer = (_: Response) => {}
	const asked: string[] = []
	const intents = new Intents(async (request) => {
		asked.push(await request.text())
		return new Promise<Response>((done) => (answer = done))
	})
	const two = [intents.send(note('Hello')), intents.send(note('Hello'))]
	await vi.waitFor(() => expect(asked).toHaveLength(1))
	answer(json({ id: 'msg_1' }))
	expect(await Promise.all(two.map(async (r) => (await r).json()))).toEqual([
		{ id: 'msg_1' },
		{ id: 'msg_1' },
	])
	const again = intents.send(note('Hello'))
	await vi.waitFor(() => expect(asked).toHaveLength(2))
	answer(json({ id: 'msg_2' }))
	expect(await (await again).json()).toEqual({ id: 'msg_2' })
})
