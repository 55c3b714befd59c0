import { clock } from '../ui/time'
import { hours } from '../words/region'
import type { PersonWeek, Week } from './api'
import type { Bar, Stretch } from './bars'
import { addDays, clockIn, dateIn, instant, weekdayOf } from './zone'

const hour = 3_600_000

/** Day is a column. */
export interface Day extends Stretch {
	date: string
	today: boolean
	weekend: boolean
}

/** daysOf are the columns of a week. */
export function daysOf(week: Week): Day[] {
	const first = dateIn(new Date(week.from), week.zone)
	const today = dateIn(new Date(week.now), week.zone)
	const until = Date.parse(week.until)
	const days: Day[] = []
	for (let date = first; ; date = addDays(date, 1)) {
		const from = instant(date, '00:00', week.zone).getTime()
		if (from >= until || days.length > 31) return days
		days.push({
			date,
			from,
			until: instant(date, '24:00', week.zone).getTime(),
			today: date === today,
			weekend: weekdayOf(date) > 4,
		})
	}
}

/** firstDay is where a page of so many days begins: on Monday, or so that today stands on it. */
export function firstDay(today: string, days: number): string {
	if (days === 1) return today
	const n = weekdayOf(today)
	return addDays(today, n < days ? -n : 7 - days - n)
}

/** Hours is the part of each day that is drawn, in hours since midnight. */
export interface Hours {
	from: number
	until: number
}

/** hoursOf is the part of the day in which anybody works or the company says that somebody is here: at least ten hours. */
export function hoursOf(week: Week, days: Day[]): Hours {
	const times: Stretch[] = [...week.people.flatMap((p) => p.shifts), ...week.promised].map((s) => ({
		from: Date.parse(s.from),
		until: Date.parse(s.until),
	}))
	let from = 8
	let until = 18
	for (const s of times) {
		for (const d of days) {
			if (s.from >= d.until || s.until <= d.from) continue
			from = Math.min(from, Math.floor((Math.max(s.from, d.from) - d.from) / hour))
			until = Math.max(until, Math.ceil((Math.min(s.until, d.until) - d.from) / hour))
		}
	}
	return { from: Math.max(from, 0), until: Math.min(until, 25) }
}

/** Placed is a bar in one day's cell, in percent of its width. */
export interface Placed {
	bar: Bar
	start: number
	width: number
	/** It began on a day before. */
	goesOn: boolean
}

/** The least part of a cell that a bar takes, in percent; what is done outside the hours drawn stands at the edge, to be read. */
const narrowest = 8
const atEdge = 22

/** placed puts bars into the cell of a day. */
export function placed(bars: Bar[], day: Day, hours: Hours): Placed[] {
	const from = day.from + hours.from * hour
	const all = (hours.until - hours.from) * hour
	return bars
		.filter((b) => b.from < day.until && b.until > day.from)
		.map((bar) => {
			const left = ((Math.max(bar.from, day.from) - from) / all) * 100
			const right = ((Math.min(bar.until, day.until) - from) / all) * 100
			const least = left >= 100 || right <= 0 ? atEdge : narrowest
			const start = Math.min(Math.max(left, 0), 100 - least)
			return {
				bar,
				start,
				width: Math.max(Math.min(right, 100) - start, least),
				goesOn: bar.from < day.from,
			}
		})
}

/** Group is a department with those who work in it. */
export interface Group {
	key: string
	people: PersonWeek[]
}

/** groupsOf puts everybody under each of their departments, in the order of the page; who has none comes last. */
export function groupsOf(week: Week): Group[] {
	const keys = week.departments.map((d) => d.key)
	const none = week.people.filter((p) => !p.departments.some((d) => keys.includes(d)))
	const groups = keys.map((key) => ({ key, people: week.people.filter((p) => p.departments.includes(key)) }))
	return none.length > 0 ? [...groups, { key: '', people: none }] : groups
}

/** elsewhereOf are the names of the other departments on the page under which somebody stands. */
export function elsewhereOf(p: PersonWeek, key: string, week: Week): string[] {
	return week.departments.filter((d) => d.key !== key && p.departments.includes(d.key)).map((d) => d.name)
}

/** HourHere is how many are there in an hour, and whether anything has nobody then. */
export interface HourHere extends Stretch {
	people: number
	gap: boolean
}

/** hereOf counts everybody who is there, hour by hour of a day, once each. */
export function hereOf(week: Week, day: Day, hours: Hours, bars: Map<string, Bar[]>): HourHere[] {
	// A department without anybody has no hours to miss.
	const staffed = new Set(week.people.flatMap((p) => p.departments))
	const promised = week.promised.map((s) => ({ from: Date.parse(s.from), until: Date.parse(s.until) }))
	const gaps = new Set(
		week.departments
			.filter((d) => staffed.has(d.key))
			.flatMap((d) =>
				[d.hours, ...d.languages.map((l) => l.hours)].flatMap((list) =>
					list.filter((h) => h.gap).map((h) => Date.parse(h.from)),
				),
			),
	)
	const list: HourHere[] = []
	for (
		let at = day.from + hours.from * hour;
		at < day.from + hours.until * hour && at < day.until;
		at += hour
	) {
		const within = (s: Stretch) => s.from < at + hour && s.until > at
		const works = (b: Bar) => b.kind !== 'absence' && b.kind !== 'onCall' && within(b)
		const away = (b: Bar) => b.kind === 'absence' && within(b)
		const open = promised.some(within)
		const people = week.people.filter((p) => {
			const own = bars.get(p.id) ?? []
			return own.some(works) || (p.anytime && open && !own.some(away))
		}).length
		const gap = [...gaps].some((g) => g < at + hour && g + hour > at)
		list.push({ from: at, until: at + hour, people, gap })
	}
	return list
}

/** timesOf writes a stretch shortly, as clocks show it here: 08 – 16 or 08:30 – 16, 8 AM – 4 PM where the day has twice twelve hours. */
export function timesOf(s: Stretch, zone: string): string {
	return `${shortly(s.from, zone)} – ${ending(s, zone)}`
}

/**
 * lessOf is what is written of a stretch where its times have no room, the longest first: when it begins, or ends where it goes
 * on from the day before; then without its half of the day.
 */
export function lessOf(s: Stretch, zone: string, goesOn: boolean): string[] {
	const edge = goesOn ? ending(s, zone) : shortly(s.from, zone)
	const bare = /\p{Nd}+(?:[:.]\p{Nd}+)?/u.exec(edge)?.[0] ?? edge
	return (bare === edge ? [edge] : [edge, bare]).map((word) => (goesOn ? `– ${word}` : word))
}

const shortly = (at: number, zone: string) =>
	hours() === 'h12'
		? clock(new Date(at), zone).replace(':00', '')
		: clockIn(new Date(at), zone).replace(/:00$/, '')

function ending(s: Stretch, zone: string): string {
	const end = shortly(s.until, zone)
	return end === '00' ? '24' : end
}
