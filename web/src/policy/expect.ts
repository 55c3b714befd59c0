import type { Schemas } from '../api/client'
import { isMapping, type Policy } from './model'
import { type Edit, same } from './yaml/edit'
import type { Value } from './yaml/flow'

type Result = Schemas['Result']
type Decision = Schemas['Decision']

/** What a test may expect, as it was decided. */
const decided: Record<string, (d: Decision) => Value> = {
	owner: (d) => d.department,
	rule: (d) => d.rule,
	required_level: (d) => d.required_level,
	deadline: (d) => written(d.deadline_seconds),
	cover: (d) => (!d.cover || d.cover.cause === 'unled' ? 'none' : (d.cover.chain?.[0] ?? 'none')),
	helpers: (d) => d.helpers ?? [],
	informs: (d) => d.informs ?? [],
	approver: (d) => d.approver ?? '',
	second_look: (d) => written(d.second_look_seconds ?? 0),
	quarantine: (d) => d.quarantine === true,
}

/** expectInstead has a test expect what is decided now, where it expected something else. Nothing where that cannot be said. */
export function expectInstead(policy: Policy, at: number, result: Result): Edit[] {
	const { tests } = policy.data
	const test = Array.isArray(tests) ? tests[at] : undefined
	const expect = isMapping(test) ? test.expect : undefined
	if (!isMapping(expect)) return []
	return Object.entries(expect).flatMap(([key, was]): Edit[] => {
		const now = decided[key]?.(result.decision)
		if (now === undefined || same(asList(was, now), now) || isSpan(key, was, now)) return []
		return [{ set: ['tests', at, 'expect', key], to: now }]
	})
}

/** One department may be written without brackets. */
const asList = (was: Value, now: Value): Value => (Array.isArray(now) && !Array.isArray(was) ? [was] : was)

const spans = ['deadline', 'second_look']

/** isSpan reports whether two lengths of time are the same, written otherwise. */
function isSpan(key: string, was: Value, now: Value): boolean {
	return spans.includes(key) && minutes(String(was)) === minutes(String(now))
}

const minutes = (text: string) =>
	[...text.matchAll(/(\d+)([dhm])/g)].reduce(
		(sum, [, n, unit]) => sum + Number(n) * (unit === 'd' ? 1440 : unit === 'h' ? 60 : 1),
		0,
	)

const written = (seconds: number) => `${Math.round(seconds / 60)}m`
