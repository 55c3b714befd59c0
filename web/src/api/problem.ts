import { Lost } from './intent'

/** One field that was wrong. */
export interface FieldError {
	field: string
	text: string
	hint?: string
}

/** Warning is what a change would leave undone, and a way out. */
export interface Warning {
	sentence: string
	hint: string
}

/** Problem is an RFC 9457 answer: a code to branch on, words for people, and the way out. */
export class Problem extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		readonly title: string,
		readonly detail: string,
		readonly hint = '',
		readonly request = '',
		readonly errors: FieldError[] = [],
		/** The server asks to wait: the same request is under way, or there are too many. */
		readonly wait = false,
		/** What the change would leave undone; sent again with `confirmed`, it is made all the same. */
		readonly warnings: Warning[] = [],
	) {
		super(detail || title)
	}

	/** There is nothing of that name, or it may not be seen: a name that cannot be one is no other matter to who asks. */
	get missing(): boolean {
		return this.status === 404 || this.code === 'bad_id'
	}

	/** What was asked for may have been done all the same. */
	get lost(): boolean {
		return this.code === 'lost' || this.code === 'garbled' || (this.status === 409 && this.wait)
	}

	/** The words of a field that was wrong, or nothing. */
	field(name: string): string | undefined {
		const found = this.errors.find((e) => e.field === name || e.field === `body.${name}`)
		return found && [found.text, found.hint].filter(Boolean).join(' ')
	}
}

/** warningsOf are what a refused change would leave undone; empty where it was refused for something else. */
export const warningsOf = (error: unknown): Warning[] =>
	error instanceof Problem && error.code === 'unstaffed' ? error.warnings : []

/** isMissing reports whether something could not be read because it is not there. */
export const isMissing = (error: unknown): boolean => error instanceof Problem && error.missing

/** The problem a response tells of, whatever it holds. */
export function problemOf(response: Response, body: unknown): Problem {
	const b = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
	const text = (name: string) => (typeof b[name] === 'string' ? (b[name] as string) : '')
	return new Problem(
		response.status,
		text('code') || (response.status >= 500 ? 'garbled' : 'internal'), // the server names what is wrong, a proxy does not
		text('title'),
		text('detail'),
		text('hint'),
		response.headers.get('X-Request-Id') ?? '',
		Array.isArray(b.errors) ? (b.errors as FieldError[]) : [],
		response.headers.has('Retry-After'),
		Array.isArray(b.warnings) ? (b.warnings as Warning[]) : [],
	)
}

/** Unreachable is what a request that got no answer ends with. */
export function unreachable(cause: unknown): Problem {
	const p = new Problem(0, cause instanceof Lost ? 'lost' : 'offline', '', '')
	p.cause = cause
	return p
}
