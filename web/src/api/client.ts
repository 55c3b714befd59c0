import createClient from 'openapi-fetch'
import { Intents } from './intent'
import { Problem, problemOf, unreachable } from './problem'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

const intents = new Intents((request) => fetch(request))
const client = createClient<paths>({ baseUrl: '/', credentials: 'same-origin', fetch: intents.send })

let asking = ''

/** askFor says for which agent this tab asks from now on. The server does nothing of it as anybody else. */
export function askFor(agent: string): void {
	asking = agent
}

client.use({
	onRequest: ({ request }) => {
		if (asking) request.headers.set('Switchboard-Agent', asking)
	},
})

/** What an answer may say of who is signed in, and who wants to know. */
const told = { nobody: new Set<() => void>(), somebodyElse: new Set<() => void>() }

const on = (calls: Set<() => void>) => (call: () => void) => {
	calls.add(call)
	return () => void calls.delete(call)
}

/** onSignedOut calls back when an answer says that nobody is signed in any more. Returns how to stop. */
export const onSignedOut = on(told.nobody)
/** onSomebodyElse calls back when an answer says that another agent is signed in than this tab asks for. */
export const onSomebodyElse = on(told.somebodyElse)

function tell(problem: Problem) {
	if (problem.status === 401 && problem.code === 'unauthorized') for (const call of told.nobody) call()
	if (problem.code === 'somebody_else') for (const call of told.somebodyElse) call()
}

interface Answer<T> {
	data?: T
	error?: unknown
	response: Response
}

/** ask gives what an operation answers, or throws the Problem it tells. */
export async function ask<T>(call: Promise<Answer<T>>): Promise<T> {
	let answer: Answer<T>
	try {
		answer = await call
	} catch (cause) {
		throw unreachable(cause)
	}
	if (answer.response.ok) {
		return answer.data as T
	}
	const problem = problemOf(answer.response, answer.error)
	tell(problem)
	throw problem
}

/**
 * tellLast says something that outlives the page, and reports whether the server has it, or wants none of it. It goes out
 * before anything else is done: whoever leaves waits for nothing.
 */
export async function tellLast(path: string, body: object): Promise<boolean> {
	const headers: Record<string, string> = { 'Content-Type': 'application/json' }
	if (asking) headers['Switchboard-Agent'] = asking
	const init = { method: 'POST', keepalive: true, credentials: 'same-origin', headers } as const
	try {
		const answer = await fetch(path, { ...init, body: JSON.stringify(body) })
		return answer.status < 500 && answer.status !== 429
	} catch {
		return false
	}
}

/** askTagged is ask, with the tag that says which state was seen. */
export async function askTagged<T>(call: Promise<Answer<T>>): Promise<{ found: T; tag: string }> {
	const found = await ask(call)
	return { found, tag: (await call).response.headers.get('ETag') ?? '' }
}

export { client as api, Problem }
