import { clockOf, dayName } from '../ui/time'
import { isMapping, type Mapping, many } from './model'

export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** weekOfCalendar is the hours of each day of a calendar, whose text may name several days at once. */
export function weekOfCalendar(calendar: Mapping): Record<string, string[]> {
	const out: Record<string, string[]> = {}
	if (!isMapping(calendar.hours)) return out
	for (const [name, spans] of Object.entries(calendar.hours)) {
		const [from, to = from] = name.split('-')
		const [a, b] = [days.indexOf(from as never), days.indexOf(to as never)]
		for (const day of days.slice(Math.max(a, 0), b + 1)) out[day] = many(spans)
	}
	return out
}

/** grouped writes days with the same hours as one span of days. */
export function grouped(
	week: Record<string, readonly string[]>,
): { from: number; to: number; spans: readonly string[] }[] {
	const out: { from: number; to: number; spans: readonly string[] }[] = []
	days.forEach((day, i) => {
		const spans = week[day] ?? []
		const last = out.at(-1)
		if (spans.length === 0) return
		if (last && last.to === i - 1 && last.spans.join() === spans.join()) last.to = i
		else out.push({ from: i, to: i, spans })
	})
	return out
}

/** writtenHours is a week as a policy writes it: mon-fri at once. */
export function writtenHours(week: Record<string, readonly string[]>): Record<string, string[]> {
	return Object.fromEntries(
		grouped(week).map(({ from, to, spans }) => [
			from === to ? days[from] : `${days[from]}-${days[to]}`,
			[...spans],
		]),
	)
}

/** hoursWord says when a calendar is open. */
export function hoursWord(calendar: Mapping): string {
	return grouped(weekOfCalendar(calendar))
		.map(({ from, to, spans }) => {
			const name = from === to ? dayName(from, 'short') : `${dayName(from, 'short')}–${dayName(to, 'short')}`
			return `${name} ${spans.map(spanWord).join(', ')}`
		})
		.join(' · ')
}

const spanWord = (span: string) => span.split('-').map(clockOf).join('–')
