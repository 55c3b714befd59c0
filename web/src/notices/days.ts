import { dayOf, daysBetween } from '../ui/time'
import { t } from '../words/catalogue'
import type { Notice } from './api'

/** Day is what belongs together on the page: what waits to be looked at, or what was told on one day. */
export interface Day {
	key: string
	/** It waits to be looked at, whenever it was told. */
	unread: boolean
	word: string
	notices: Notice[]
}

/** daysOf puts what waits first, and the rest under the days on which it was told, in the zone of whoever reads. */
export function daysOf(all: readonly Notice[], now: Date): Day[] {
	const days: Day[] = []
	for (const n of all) {
		const at = new Date(n.last_at)
		const unread = !n.seen_at
		const key = unread ? 'unread' : `${at.getFullYear()}-${at.getMonth()}-${at.getDate()}`
		const last = days.at(-1)
		if (last?.key === key) last.notices.push(n)
		else days.push({ key, unread, word: unread ? t('notices.unreadDay') : dayWord(at, now), notices: [n] })
	}
	return days
}

function dayWord(at: Date, now: Date): string {
	const ago = daysBetween(at, now)
	if (ago === 0) return t('notices.today')
	return ago === 1 ? t('notices.yesterday') : dayOf(at, now)
}
