import type { Accepted, Check, Consent, Finding } from './api'

/** What has to be done next before a draft leads. */
export type Step =
	| { do: 'fix'; n: number }
	| { do: 'settle'; n: number }
	| { do: 'explain' }
	| { do: 'ask'; department: string }
	| { do: 'sign'; department: string }
	| { do: 'wait'; department: string }
	| { do: 'lead' }

export interface Standing {
	check: Check | undefined
	accepted: readonly Accepted[]
	why: string
	objective: string
	/** The departments of whoever reads. */
	mine: readonly string[]
}

/** isAccepted reports whether somebody gave a reason to leave a warning. */
export const isAccepted = (f: Finding, accepted: readonly Accepted[]) =>
	accepted.some((a) => a.kind === f.kind && (a.rule ?? '') === (f.rule ?? '') && a.reason.trim() !== '')

/** errorsOf counts what keeps a policy from leading: what is wrong with it, and tests that fail. */
export const errorsOf = (check: Check) =>
	check.findings.filter((f) => f.severity === 'error').length + check.tests.failed

export const signed = (c: Consent) => c.hash !== undefined && c.hash !== ''

/** nextStep is what stands between a draft and leading; undefined until it has been checked. */
export function nextStep({ check, accepted, why, objective, mine }: Standing): Step | undefined {
	if (!check) return undefined
	const errors = errorsOf(check)
	if (errors > 0) return { do: 'fix', n: errors }
	const open = check.findings.filter((f) => f.severity === 'warning' && !isAccepted(f, accepted)).length
	if (open > 0) return { do: 'settle', n: open }
	if (!why.trim() || !objective.trim()) return { do: 'explain' }
	const missing = check.sign_off.filter((c) => !signed(c))
	const own = missing.find((c) => mine.includes(c.department))
	if (own) return { do: 'sign', department: own.department }
	const unasked = missing.find((c) => !c.asked_at)
	if (unasked) return { do: 'ask', department: unasked.department }
	const [waits] = missing
	return waits ? { do: 'wait', department: waits.department } : { do: 'lead' }
}
