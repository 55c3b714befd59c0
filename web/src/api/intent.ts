/** How long it is remembered that the answer to an intent is missing; the server remembers its keys for longer. */
const rememberFor = 60 * 60_000

/** Lost is thrown when a change may have been made although no answer to it came. */
export class Lost extends Error {}

/** newKey names one intent. */
export const newKey = (): string =>
	[...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('')

type Ask = (request: Request) => Promise<Response>

/**
 * Intents has what somebody means to do happen once, however often they have to ask for it: a POST carries a key, and while
 * its answer is missing the same POST carries the same key again. The server gives the same key the same answer. What is under
 * way is not asked again: whoever asks meanwhile gets its answer. What can be repeated by itself (PUT, DELETE) needs none.
 */
export class Intents {
	#unanswered = new Map<string, { key: string; since: number }>()
	#underWay = new Map<string, Promise<Response>>()
	#ask: Ask

	constructor(ask: Ask) {
		this.#ask = ask
	}

	/** send asks, and has the answer whole before it gives it: one that is cut off is none. */
	send: Ask = async (request) => {
		if (request.method === 'GET' || request.method === 'HEAD') return whole(await this.#ask(request))
		if (request.method !== 'POST') return this.#change(request)
		const what = await nameOf(request)
		if (!what) return this.#post(request, what)
		const going = this.#underWay.get(what) ?? this.#post(request, what)
		this.#underWay.set(what, going)
		try {
			return (await going).clone()
		} finally {
			this.#underWay.delete(what)
		}
	}

	async #post(request: Request, what: string | undefined): Promise<Response> {
		const key = request.headers.get('Idempotency-Key') ?? this.#keyOf(what)
		request.headers.set('Idempotency-Key', key)
		if (what) this.#unanswered.set(what, { key, since: Date.now() })
		const answer = await this.#change(request)
		const answered = answer.status < 500 && !answer.headers.has('Retry-After')
		if (what && answered) this.#unanswered.delete(what)
		return answer
	}

	async #change(request: Request): Promise<Response> {
		const left = globalThis.navigator?.onLine !== false
		try {
			return await whole(await this.#ask(request))
		} catch (cause) {
			throw left ? new Lost('no answer', { cause }) : cause
		}
	}

	#keyOf(what: string | undefined): string {
		const before = what === undefined ? undefined : this.#unanswered.get(what)
		const known = before && Date.now() - before.since < rememberFor
		return known ? before.key : newKey()
	}
}

/** nameOf says what is asked for. Bytes have no name: the server keeps the same ones once. */
async function nameOf(request: Request): Promise<string | undefined> {
	const type = request.headers.get('Content-Type') ?? ''
	if (type !== '' && !type.includes('json')) return undefined
	const said = ['If-Match', 'Idempotency-Key'].map((name) => request.headers.get(name) ?? '')
	return `${request.url} ${said.join(' ')} ${await request.clone().text()}`
}

async function whole(response: Response): Promise<Response> {
	const body = await response.arrayBuffer()
	const { status, statusText, headers } = response
	if (response.ok && body.byteLength > 0 && !/json/.test(headers.get('Content-Type') ?? '')) {
		return new Response(null, { status: 502 }) // a page of something in between, not the server's answer
	}
	return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers })
}
