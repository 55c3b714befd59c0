import { language, t } from '../words/catalogue'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const formatters = new Map<string, Intl.DateTimeFormat>()

/** formatter gives the one formatter for these options: to make one takes far longer than to use it. */
function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = language() + JSON.stringify(options)
	let found = formatters.get(key)
	if (!found) {
		found = new Intl.DateTimeFormat(language(), options)
		formatters.set(key, found)
	}
	return found
}

/** How near a deadline is. */
export type Nearness = 'far' | 'hour' | 'soon' | 'late'

export interface Due {
	text: string
	near: Nearness
	/** Part of the hour that is left, 0 to 1, within the hour. */
	left: number
}

/** due says how long there is until a deadline: minutes, and seconds only under one minute. */
export function due(at: Date, now: Date): Due {
	const ms = at.getTime() - now.getTime()
	if (ms <= 0) return { text: lateBy(-ms), near: 'late', left: 0 }
	if (ms > hour) return { text: span(ms), near: 'far', left: 1 }
	return { text: span(ms), near: ms < 20 * minute ? 'soon' : 'hour', left: ms / hour }
}

function lateBy(ms: number): string {
	if (ms < hour) return t('state.minutesLate', { n: Math.max(1, Math.floor(ms / minute)) })
	if (ms < day) return t('state.hoursLate', { n: Math.floor(ms / hour) })
	return t('state.daysLate', { n: Math.floor(ms / day) })
}

/** span is a length of time in a word or two. */
export function span(ms: number): string {
	if (ms < minute) return t('state.seconds', { n: Math.max(0, Math.round(ms / 1000)) })
	if (ms < hour) return t('state.minutes', { n: Math.floor(ms / minute) })
	if (ms < day)
		return t('state.hours', {
			h: Math.floor(ms / hour),
			m: String(Math.floor((ms % hour) / minute)).padStart(2, '0'),
		})
	return t('state.days', { n: Math.floor(ms / day) })
}

/** clock is the time of day. */
export function clock(at: Date): string {
	return formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
}

/** when is the time of something past or to come: the clock today, the weekday this week, else the date. */
export function when(at: Date, now: Date): string {
	const away = Math.abs(at.getTime() - now.getTime())
	if (at.toDateString() === now.toDateString()) return clock(at)
	if (away < 6 * day) {
		return `${formatter({ weekday: 'short' }).format(at)} ${clock(at)}`
	}
	const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric'
	return formatter({ day: 'numeric', month: 'short', year }).format(at)
}

/** exactly is the full time with its zone, for hover and focus. */
export function exactly(at: Date): string {
	return formatter({ dateStyle: 'full', timeStyle: 'long' }).format(at)
}

/** dayOf names a day: Thursday 12 November. */
export function dayOf(at: Date): string {
	return formatter({ weekday: 'long', day: 'numeric', month: 'long' }).format(at)
}
