import { readClock } from '../ui/clock'
import type { Away, PersonWeek, Policy, Week } from './api'
import { addDays, dateIn, instant } from './zone'

/** What is typed of an absence, in the zone shown. */
export interface Planned {
	who: string
	first: string
	last: string
	whole: boolean
	from: string
	to: string
	reason: 'holiday' | 'sick' | 'training' | 'other'
	policy: Policy
	/** Who is their deputy from then on; nobody: whoever is. */
	deputy: string
}

export const plannedFor = (who: string, date: string, part: Partial<Planned> = {}): Planned => ({
	who,
	first: date,
	last: date,
	whole: true,
	from: '09:00',
	to: '17:00',
	reason: 'holiday',
	policy: 'cover',
	deputy: '',
	...part,
})

/** awayOf is when an absence would be; nothing while it says no times, or ends before it starts. */
export function awayOf(p: Planned, zone: string): Away | undefined {
	if (!p.who || !p.first || !p.last) return undefined
	if (!p.whole && !(readClock(p.from) && readClock(p.to))) return undefined
	const from = instant(p.first, p.whole ? '00:00' : p.from, zone)
	const until = instant(p.last, p.whole ? '24:00' : p.to, zone)
	if (!(from < until)) return undefined
	return { id: p.who, from, until, policy: p.policy, deputy: p.deputy || undefined }
}

/** dayAway is somebody away for one day. */
export const dayAway = (id: string, date: string, zone: string, deputy = ''): Away => ({
	id,
	from: instant(date, '00:00', zone),
	until: instant(date, '24:00', zone),
	policy: 'cover',
	deputy: deputy || undefined,
})

/** tomorrowOf is the day after today on a page. */
export const tomorrowOf = (week: Week) => addDays(dateIn(new Date(week.now), week.zone), 1)

/** beginsAt is when somebody would be missed first within a time: when they begin to work. */
export function beginsAt(p: PersonWeek | undefined, away: Away): Date {
	const starts = (p?.shifts ?? [])
		.map((s) => new Date(s.from))
		.filter((at) => at >= away.from && at < away.until)
	return starts[0] ?? away.from
}

/** imagined is the week as it would look were somebody away. */
export function imagined(week: Week, away: Away | undefined): Week {
	if (!away) return week
	const absence = {
		agent_id: away.id,
		starts_at: away.from.toISOString(),
		ends_at: away.until.toISOString(),
		reason: 'other',
		policy: away.policy,
	}
	const people = week.people.map((p) =>
		p.id === away.id
			? { ...p, ...(away.deputy && { deputy: away.deputy }), absences: [...p.absences, absence] }
			: p,
	)
	return { ...week, people }
}
