import type { Schemas } from '../api/client'
import { spansOf } from '../notices/spans'
import { type Span, weekOf } from '../setup/draft'
import type { OnCall, Step, Who } from './api'

/** A step while it is changed. */
export interface Rung {
	id: number
	who: Who
	people: string[]
	/** Until the next one. */
	minutes: number
}

/** Hours of one person while they are changed. */
export interface Watch {
	id: number
	agent: string
	zone: string
	spans: Span[]
	/** Days of their own, which are not changed here. */
	holidays?: Schemas['Holiday'][] | null | undefined
}

/** A ladder while it is changed. */
export interface Ladder {
	rungs: Rung[]
	watches: Watch[]
	/** Between further calls of the last step. */
	repeat: number
}

const usualRepeat = 600

/** ladderOf is what a department says now. Half a minute is the least there is. */
export function ladderOf(plan: Pick<OnCall, 'steps' | 'shifts' | 'repeat_seconds'>): Ladder {
	return {
		rungs: (plan.steps ?? []).map((s, id) => ({
			id,
			who: s.who,
			people: s.people ?? [],
			minutes: s.wait_seconds / 60,
		})),
		watches: (plan.shifts ?? []).map((s, id) => ({
			id,
			agent: s.agent,
			zone: s.calendar.zone,
			spans: spansOf(s.calendar.hours),
			holidays: s.calendar.holidays,
		})),
		repeat: (plan.repeat_seconds ?? usualRepeat) / 60,
	}
}

/** planOf is what the server is told. */
export function planOf(ladder: Ladder) {
	const seconds = (minutes: number) => Math.round(minutes * 60)
	return {
		steps: ladder.rungs.map(
			(r): Step => ({
				who: r.who,
				wait_seconds: seconds(r.minutes),
				...(r.who === 'people' && { people: r.people }),
			}),
		),
		shifts: ladder.watches.map(({ agent, zone, spans, holidays }) => ({
			agent,
			calendar: { zone, hours: weekOf(spans), ...(holidays && { holidays }) },
		})),
		repeat_seconds: seconds(ladder.repeat),
	}
}

/** moved puts a step one place up or down. */
export function moved(rungs: Rung[], id: number, by: -1 | 1): Rung[] {
	const from = rungs.findIndex((r) => r.id === id)
	const to = from + by
	const [rung, other] = [rungs[from], rungs[to]]
	if (!rung || !other) return rungs
	return rungs.map((r, i) => (i === to ? rung : i === from ? other : r))
}

/** firstReached is the step that would be called first now; -1 when the ladder reaches nobody whom it knows. */
export function firstReached(reached: readonly (string[] | null)[]): number {
	return reached.findIndex((r) => (r ?? []).length > 0)
}
