import type { Decision } from './api'
import type { Value } from './yaml/flow'

const nobody = 'none'

/** testOf is an example that holds a policy to what it decided: the facts as they were read, never the customer's words. */
export function testOf(d: Decision): Value {
	return {
		name: titled(d),
		given: givenOf(d.facts),
		expect: d.quarantine ? { quarantine: true } : expectOf(d),
	}
}

/** said leaves out what is not known. */
function said(facts: Record<string, Value | undefined>): Record<string, Value> {
	const known = Object.entries(facts).filter(([, v]) => v !== undefined && v !== '' && v !== 0)
	return Object.fromEntries(known) as Record<string, Value>
}

function givenOf(f: Decision['facts']): Value {
	const flags = Object.entries(f.flags ?? {}).map(([flag, sure]) => [flag, rounded(sure)])
	const others = Object.entries(f.other_intents ?? {}).map(([i, chance]) => [i, rounded(chance)])
	const topics = f.topics ?? []
	return said({
		network: f.network,
		purpose: f.purpose,
		intent: f.intent,
		intent_confidence: f.intent ? rounded(f.intent_confidence) : undefined,
		other_intents: others.length > 0 ? Object.fromEntries(others) : undefined,
		flag: flags.length > 0 ? Object.fromEntries(flags) : undefined,
		visibility: f.visibility,
		language: f.language,
		sentiment: f.sentiment,
		urgency: f.urgency,
		topic: topics.length > 0 ? topics : undefined,
		now: f.at.startsWith('0001') ? undefined : f.at,
	})
}

function expectOf(d: Decision): Value {
	const stands = d.cover?.cause === 'unled' ? undefined : d.cover?.chain?.[0]
	const helpers = d.helpers ?? []
	return said({
		owner: d.department,
		rule: d.rule,
		cover: stands ?? nobody,
		required_level: d.required_level,
		helpers: helpers.length > 0 ? helpers : undefined,
	})
}

/** A customer's own words do not belong into a policy that is kept and shown for years: what it is about does. */
function titled(d: Decision): string {
	const about = Object.keys(d.facts.flags ?? {})[0] ?? d.facts.intent
	const where = d.facts.network ? ` on ${d.facts.network}` : ''
	return `tried out: ${String(about).replaceAll('_', ' ')}${where}`
}

/** To the four digits in which chances are said: fewer would carry some over a threshold that they did not reach. */
const rounded = (n: number) => Math.round(n * 10_000) / 10_000
