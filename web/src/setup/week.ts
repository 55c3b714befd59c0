import { dayName } from '../ui/time'
import { type Day, days, type Span } from './draft'

/** spoken says hours as people write them: Mon–Fri 9:00–17:00, Sat 10:00–15:00. */
export function spoken(spans: Span[]): string {
	return spans
		.filter((s) => s.days.length > 0)
		.map((s) => `${runs(s.days)} ${s.from}–${s.to}`)
		.join(', ')
}

function runs(of: Day[]): string {
	const groups: Day[][] = []
	for (const day of of) {
		const last = groups.at(-1)
		const before = last?.at(-1)
		if (last && before && days.indexOf(day) === days.indexOf(before) + 1) last.push(day)
		else groups.push([day])
	}
	return groups.map(named).join(', ')
}

function named(group: Day[]): string {
	const [first, last] = [group[0], group.at(-1)]
	if (!first || !last) return ''
	if (group.length < 3) return group.map(short).join(', ')
	return `${short(first)}–${short(last)}`
}

const short = (day: Day) => dayName(days.indexOf(day), 'short')
