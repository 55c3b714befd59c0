import type { Schemas } from '../api/client'
import { span } from '../ui/time'
import { type Key, t } from '../words/catalogue'

export type Wait = Schemas['Wait']
type Part = Schemas['WaitPart']

const ms = (p: Part) => p.microseconds / 1000

/** lengthOf is how long a wait took, in milliseconds. */
export const lengthOf = (w: Wait) => Date.parse(w.until) - Date.parse(w.from)

/** causesOf are the parts of a wait, the longest first; what is under a minute of several is left out, one is not. */
export function causesOf(w: Wait): Part[] {
	const all = [...(w.parts ?? [])].sort((a, b) => b.microseconds - a.microseconds)
	return all.filter((p, i) => i === 0 || ms(p) >= 60_000)
}

/** causeWord is a part of a wait in words: 20 min unread. */
export const causeWord = (p: Part) => t(`waits.in.${p.cause}` as Key, { span: span(ms(p)) })

/** causeName names a cause where it stands alone. */
export const causeName = (p: Part) => t(`waits.cause.${p.cause}` as Key)

/** spanOf is how long a part of a wait took. */
export const spanOf = (p: Part) => span(ms(p))

/** howLong says how long a wait took, or takes, and for which answer. */
export function howLong(w: Wait, place: number): string {
	const took = { span: span(lengthOf(w)) }
	if (w.end === 'answered') return t(place === 0 ? 'waits.first' : 'waits.next', took)
	if (w.end === 'closed') return t('waits.closed', took)
	if (w.end === 'merged') return t('waits.merged', took)
	return t(w.end === 'put_aside' ? 'waits.aside' : 'waits.going', took)
}

/** lineOf is a wait on one line, with at most three of its causes. */
export function lineOf(w: Wait, place: number): string {
	const causes = causesOf(w)
	const shown = causes.slice(0, 3).map(causeWord).join(', ')
	return `${howLong(w, place)}${shown && ': '}${shown}${causes.length > 3 ? '…' : ''}`
}
