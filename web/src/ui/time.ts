import { t } from '../words/catalogue'
import { hours, region } from '../words/region'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const formatters = new Map<string, Intl.DateTimeFormat>()

/** formatter gives the one formatter for these options: to make one takes far longer than to use it. */
function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const where = region()
	const key = where + JSON.stringify(options)
	let found = formatters.get(key)
	if (!found) {
		found = new Intl.DateTimeFormat(where, options)
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

/** minutesLeft are the whole minutes until a deadline, as every place that names them counts them. */
export const minutesLeft = (at: Date, now: Date) => Math.floor((at.getTime() - now.getTime()) / minute)

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

/** sameDay reports whether two times are on one day where this browser is. */
export function sameDay(a: Date, b: Date): boolean {
	return daysBetween(a, b) === 0
}

/** daysBetween counts the midnights from one time to another where this browser is; back in time it is negative. */
export function daysBetween(from: Date, to: Date): number {
	const days = (d: Date) => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate()) / day
	return days(to) - days(from)
}

/** clock is the time of day, in a zone or where this browser is. */
export function clock(at: Date, zone?: string): string {
	const hourCycle = hours()
	const hour = hourCycle === 'h23' ? '2-digit' : 'numeric'
	return formatter({ hour, minute: '2-digit', hourCycle, timeZone: zone }).format(at)
}

/** clockOf says a time of day that is written as HH:MM the way clock does; 24:00 stays, for no clock shows it. */
export function clockOf(hhmm: string): string {
	const [h = 0, m = 0] = hhmm.split(':').map(Number)
	return h === 24 ? hhmm : clock(new Date(Date.UTC(2024, 0, 1, h, m)), 'UTC')
}

/** weekday is the short name of a day with the time of day. */
export function weekday(at: Date, zone?: string): string {
	return `${formatter({ weekday: 'short', timeZone: zone }).format(at)} ${clock(at, zone)}`
}

/** when is the time of something past or to come: the clock today, the weekday within six days, else the date. */
export function when(at: Date, now: Date): string {
	const away = daysBetween(now, at)
	if (away === 0) return clock(at)
	if (Math.abs(away) < 6) return weekday(at)
	return formatter({ day: 'numeric', month: 'short', year: yearIfOther(at, now) }).format(at)
}

/** exactly is the full time with its zone, for hover and focus. */
export function exactly(at: Date): string {
	return formatter({ dateStyle: 'full', timeStyle: 'long', hourCycle: hours() }).format(at)
}

/** dayOf names a day: Thursday 12 November; with its year when that is another one. */
export function dayOf(at: Date, now: Date): string {
	const year = yearIfOther(at, now)
	return formatter({ weekday: 'long', day: 'numeric', month: 'long', year }).format(at)
}

/** monthOf names a month of a year. */
export function monthOf(at: Date): string {
	return formatter({ month: 'long', year: 'numeric' }).format(at)
}

/** dayName names a day of the week, Monday being 0. */
export function dayName(n: number, weekday: 'long' | 'short'): string {
	const monday = Date.UTC(2024, 0, 1)
	return formatter({ weekday, timeZone: 'UTC' }).format(monday + n * day)
}

const yearIfOther = (at: Date, now: Date) =>
	at.getFullYear() === now.getFullYear() ? undefined : ('numeric' as const)
