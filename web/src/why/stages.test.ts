import { expect, test } from 'vitest'
import { stagesOf } from './stages'

const step = (stage: string, rule: string, outcome: string) => ({ stage, rule, outcome, why: 'because' })
const decision = (rule: string, ...path: ReturnType<typeof step>[]) =>
	({ rule, path, department: 'service' }) as unknown as Parameters<typeof stagesOf>[0]
const states = (d: Parameters<typeof stagesOf>[0]) =>
	Object.fromEntries(stagesOf(d).map((s) => [s.stage, s.state]))

test('what stands before the rule that decided was passed, what stands behind was not reached', () => {
	const found = states(
		decision('fix-it', step('topic', 'fix-it', 'chosen'), step('helpers', 'batch', 'added')),
	)
	expect(found).toMatchObject({
		guard: 'passed',
		carve_out: 'passed',
		topic: 'matched',
		channel: 'unreached',
		default: 'unreached',
		lead: 'passed',
		helpers: 'matched',
		deadlines: 'passed',
	})
})

test('a rule that was skipped is told, and does not count as a match', () => {
	const d = decision('default', step('topic', 'billing', 'skipped'), step('default', 'default', 'chosen'))
	expect(states(d)).toMatchObject({ topic: 'passed', default: 'matched' })
	expect(stagesOf(d).find((s) => s.stage === 'topic')?.steps).toHaveLength(1)
})

test('all eleven stages are there whatever the path', () => {
	expect(stagesOf(decision('x'))).toHaveLength(11)
})
