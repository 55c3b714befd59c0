import createClient from 'openapi-fetch'
import { Intents } from './intent'
import { Problem, problemOf, unreachable } from './problem'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

const intents = new Intents((request) => fetch(request))
const client = createClient<paths>({ baseUrl: '/', credentials: 'same-origin', fetch: intents.send })

const signedOut = new Set<() => void>()

/** onSignedOut calls back when an answer says that nobody is signed in any more. Returns how to stop. */
export function onSignedOut(call: () => void): () => void {
	signedOut.add(call)
	return () => signedOut.delete(call)
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
	if (problem.status === 401 && problem.code === 'unauthorized') {
		for (const call of signedOut) call()
	}
	throw problem
}

export { client as api, Problem }
