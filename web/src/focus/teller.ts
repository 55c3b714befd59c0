import { tellLast } from '../api/client'
import type { Span } from './ledger'

/** At most so many spans are told at once, and none that is older: the server takes no more. */
const most = 100
const oldest = 11 * 60 * 60_000

/** What could not be told yet, by conversation: there was no connection. */
const untold = new Map<string, Span[]>()

/**
 * tellFocus says when somebody had a conversation before them. It outlives the page. What cannot be told now is told with
 * what comes next; what the server refuses is forgotten.
 */
export async function tellFocus(conversation: string, spans: Span[], now = Date.now()): Promise<void> {
	const known = untold.get(conversation) ?? []
	const all = [...known, ...spans].filter((s) => now - s.from < oldest).slice(-most)
	untold.delete(conversation)
	if (all.length === 0) return
	const at = (ms: number) => new Date(ms).toISOString()
	const body = {
		sent_at: at(now),
		spans: all.map((s) => ({ part: s.part, from: at(s.from), until: at(s.until) })),
	}
	const taken = await tellLast(`/api/v1/conversations/${conversation}/focus`, body)
	if (!taken) untold.set(conversation, [...all, ...(untold.get(conversation) ?? [])].slice(-most))
}

/** forgetFocus drops what was not told: somebody else is signed in now. */
export const forgetFocus = () => untold.clear()
