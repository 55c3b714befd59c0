import type { PersonWeek } from './api'

/** A stretch of time, in milliseconds. */
export interface Stretch {
	from: number
	until: number
}

/** Bar is something drawn in somebody's row. */
export interface Bar extends Stretch {
	kind: 'shift' | 'absence' | 'cover' | 'planned' | 'onCall' | 'back'
	/** Of an absence its reason, of being on call its department. */
	what?: string
	/** For whom it is covered. */
	whom?: string
}

/** Which rows belong together: an absence and who covers it. */
export interface Cord {
	absent: string
	covers: string
	planned: boolean
}

const stretch = (s: { from: string; until: string }): Stretch => ({
	from: Date.parse(s.from),
	until: Date.parse(s.until),
})

const absent = (a: { starts_at: string; ends_at: string }): Stretch => ({
	from: Date.parse(a.starts_at),
	until: Date.parse(a.ends_at),
})

/** both is what two stretches have together. */
function both(a: Stretch, b: Stretch): Stretch[] {
	const from = Math.max(a.from, b.from)
	const until = Math.min(a.until, b.until)
	return from < until ? [{ from, until }] : []
}

/** without is what is left of a stretch. */
function without(one: Stretch, others: Stretch[]): Stretch[] {
	return others.reduce(
		(left, o) =>
			left.flatMap((s) =>
				[
					{ from: s.from, until: Math.min(s.until, o.from) },
					{ from: Math.max(s.from, o.until), until: s.until },
				].filter((x) => x.from < x.until),
			),
		[one],
	)
}

/** awayBars are somebody's absences, drawn where they would have worked; as a whole where they would not have. */
function awayBars(p: PersonWeek): Bar[] {
	const shifts = p.shifts.map(stretch)
	return p.absences.flatMap((a) => {
		const whole = absent(a)
		const missed = shifts.flatMap((s) => both(s, whole))
		const drawn = missed.length > 0 ? missed : [whole]
		return drawn.map((s) => ({ ...s, kind: 'absence' as const, what: a.reason }))
	})
}

/** cordsOf says who covers for whom: those who do now, or the deputy of an absence to come. */
export function cordsOf(people: PersonWeek[], now: number): Cord[] {
	const known = new Set(people.map((p) => p.id))
	return people.flatMap((p) =>
		p.absences.flatMap((a) => {
			if (a.policy === 'keep' || a.ended_at || Date.parse(a.ends_at) <= now) return []
			const begun = Date.parse(a.starts_at) <= now
			const who = begun ? p.covered_by.flatMap((c) => c.agent ?? []) : p.deputy ? [p.deputy] : []
			return who.filter((id) => known.has(id)).map((covers) => ({ absent: p.id, covers, planned: !begun }))
		}),
	)
}

/** coverBars are the times in which somebody covers for colleagues, as far as they are there. */
function coverBars(p: PersonWeek, people: PersonWeek[], cords: Cord[], there: Stretch[], now: number): Bar[] {
	return cords
		.filter((c) => c.covers === p.id)
		.flatMap((c) => {
			const who = people.find((o) => o.id === c.absent)
			const away = who ? awayBars(who).filter((a) => a.until > now) : []
			const times = p.anytime ? away : away.flatMap((a) => there.flatMap((s) => both(s, a)))
			return times.map((s) => ({
				from: s.from,
				until: s.until,
				kind: c.planned ? ('planned' as const) : ('cover' as const),
				whom: c.absent,
			}))
		})
}

/** barsOf is everything in somebody's row, in order. */
export function barsOf(p: PersonWeek, people: PersonWeek[], now: number): Bar[] {
	const away = awayBars(p)
	const there = p.shifts.flatMap((s) => without(stretch(s), away))
	const cover = unique(coverBars(p, people, cordsOf(people, now), there, now))
	const settled = p.settled_at ? Date.parse(p.settled_at) : 0
	const work = there
		.flatMap((s) => without(s, cover))
		.map((s): Bar => ({ ...s, kind: s.from < settled && s.until > now ? 'back' : 'shift' }))
	const called = p.on_call
		.flatMap((o) => without(stretch(o), [...there, ...away]).map((s) => ({ ...s, what: o.department })))
		.map((s): Bar => ({ ...s, kind: 'onCall' }))
	return [...work, ...away, ...cover, ...called].sort((a, b) => a.from - b.from)
}

function unique(bars: Bar[]): Bar[] {
	const by = new Map(bars.map((b) => [`${b.from} ${b.until} ${b.whom}`, b]))
	return [...by.values()]
}
