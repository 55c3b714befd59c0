import type { IconName } from '../ui/icon'
import { span } from '../ui/time'
import type { Key } from '../words/catalogue'
import type { Delivery } from './queries'

/** What became of something we sent, in the fixed words. */
export interface Fate {
	word: Key
	values?: Record<string, unknown>
	icon: IconName
	tone: 'good' | 'hold' | 'late' | 'quiet'
	/** Nobody knows: a person may look and say. */
	open?: boolean
	/** It turns while it is under way. */
	turning?: boolean
}

const seenBy = new Set(['echo', 'read_back'])

/** fateOf says where a delivery stands. */
export function fateOf(d: Delivery, now: Date): Fate {
	if (d.returned_at) return { word: 'state.cameBack', icon: 'undo', tone: 'late' }
	switch (d.state) {
		case 'sent':
			return seenBy.has(d.settled_by ?? '')
				? { word: 'state.seen', icon: 'ticks', tone: 'good' }
				: { word: 'state.sent', icon: 'tick', tone: 'good' }
		case 'sending':
			return { word: 'state.sending', icon: 'undo', tone: 'quiet', turning: true }
		case 'by_hand':
			return { word: 'state.byHand', icon: 'hand', tone: 'hold' }
		case 'waiting':
			return waiting(d, now)
		case 'unknown':
			return { word: 'state.unknown', icon: 'question', tone: 'hold', open: true }
		case 'rejected':
			return { word: 'state.refused', values: { why: d.text || d.code || '' }, icon: 'blocked', tone: 'late' }
		default:
			return { word: 'state.dropped', icon: 'strike', tone: 'quiet' }
	}
}

function waiting(d: Delivery, now: Date): Fate {
	const left = d.not_before ? new Date(d.not_before).getTime() - now.getTime() : 0
	if (left <= 0) return { word: 'state.sending', icon: 'undo', tone: 'quiet', turning: true }
	return { word: 'state.waitingToSend', values: { left: span(left) }, icon: 'clock', tone: 'quiet' }
}
