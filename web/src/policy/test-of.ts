import type { Decision } from './api'
import { many } from './model'
import type { Value } from './yaml/flow'

const nobody = 'none'

/** testOf is an example that holds a policy to what it decided: the facts as they were read, never the customer's words. */
export function testOf(d: Decision): Value {
	const f = d.facts
	const flags = Object.entries(f.flags ?? {})
	const given: Record<string, Value> = {
		...(f.network && { network: f.network }),
		...(f.purpose && { purpose: f.purpose }),
		...(f.intent && { intent: f.intent, intent_confidence: rounded(f.intent_confidence) }),
		...(flags.length > 0 && { flag: Object.fromEntries(flags.map(([k, v]) => [k, rounded(v)])) }),
		...(f.language && f.language !== 'und' && { language: f.language }),
		...(f.sentiment && { sentiment: f.sentiment }),
		...(f.urgency && { urgency: f.urgency }),
		...(many(f.topics as Value).length > 0 && { topic: many(f.topics as Value) }),
		...(f.at && !f.at.startsWith('0001') && { now: f.at }),
	}
	const expect: Record<string, Value> = d.quarantine
		? { quarantine: true }
		: {
				owner: d.department,
				rule: d.rule,
				cover: !d.cover || d.cover.cause === 'unled' ? nobody : (d.cover.chain?.[0] ?? nobody),
				...(d.required_level > 0 && { required_level: d.required_level }),
				...((d.helpers ?? []).length > 0 && { helpers: d.helpers as string[] }),
			}
	return { name: titled(d), given, expect }
}

/** A customer's own words do not belong into a policy that is kept and shown for years: what it is about does. */
function titled(d: Decision): string {
	const about = Object.keys(d.facts.flags ?? {})[0] ?? d.facts.intent
	const where = d.facts.network ? ` on ${d.facts.network}` : ''
	return `tried out: ${String(about).replaceAll('_', ' ')}${where}`
}

const rounded = (n: number) => Math.round(n * 100) / 100
