import { expect, test } from 'vitest'
import type { Check, Consent, Finding } from './api'
import { nextStep, type Standing } from './step'

const finding = (severity: Finding['severity'], kind: string): Finding => ({
	severity,
	kind,
	rule: 'bugs',
	line: 1,
	column: 1,
	path: '',
	text: '',
})
const check = (findings: Finding[] = [], failed = 0, sign_off: Consent[] = []): Check => ({
	valid: true,
	findings,
	tests: { results: [], coverage: [], passed: 1, failed },
	sign_off,
})
const ready: Standing = { check: check(), accepted: [], why: 'a', objective: 'b', mine: [] }
const sales: Consent = { draft: 'd', department: 'sales' }

test('what is wrong comes first, then what is missing, then who has to agree', () => {
	const warning = finding('warning', 'nobody')
	expect(nextStep({ ...ready, check: undefined })).toBeUndefined()
	expect(nextStep({ ...ready, check: check([finding('error', 'dead_rule'), warning], 1) })).toEqual({
		do: 'fix',
		n: 2,
	})
	expect(nextStep({ ...ready, check: check([warning]) })).toEqual({ do: 'settle', n: 1 })
	const accepted = [{ kind: 'nobody', rule: 'bugs', reason: 'Fay begins on Monday' }]
	expect(nextStep({ ...ready, check: check([warning]), accepted, why: ' ' })).toEqual({ do: 'explain' })
	expect(nextStep({ ...ready, check: check([], 0, [sales]) })).toEqual({ do: 'ask', department: 'sales' })
	expect(nextStep({ ...ready, check: check([], 0, [sales]), mine: ['sales'] })).toEqual({
		do: 'sign',
		department: 'sales',
	})
	const asked = { ...sales, asked_at: '2026-01-01T00:00:00Z' }
	expect(nextStep({ ...ready, check: check([], 0, [asked]) })).toEqual({ do: 'wait', department: 'sales' })
	expect(nextStep({ ...ready, check: check([finding('note', 'x')], 0, [{ ...asked, hash: 'h' }]) })).toEqual({
		do: 'lead',
	})
})
