import type { Document } from 'yaml'
import { allEdited, same, Unwritable } from './yaml/edit'
import type { Value } from './yaml/flow'
import { linesOf, nodeAt, type Path, read } from './yaml/place'

export type Mapping = { [key: string]: Value }

/** The stages rules stand in, in the order in which they are asked. */
export const stages = ['guard', 'continuity', 'carve_out', 'topic', 'channel'] as const
export type Stage = (typeof stages)[number] | 'default'

/** Rule is one rule as it stands in the text. */
export interface Rule {
	id: string
	stage: Stage
	path: Path
	/** Its place in its stage, and the number people call it by; the default has neither. */
	index: number
	number?: number
	data: Mapping
	first: number
	last: number
	/** Its text has a slip: this is how it last made sense. */
	slip?: boolean
}

/** Policy is what a text says, for the forms. */
export interface Policy {
	name: string
	data: Mapping
	rules: Rule[]
}

/** policyOf is what a text says; undefined when it is no YAML. */
export function policyOf(source: string): Policy | undefined {
	const doc = read(source)
	if (doc.errors.length > 0) return undefined
	const data = doc.toJS() as Value
	if (!isMapping(data)) return undefined
	return { name: String(data.name ?? ''), data, rules: rulesOf(source, doc, data) }
}

function rulesOf(source: string, doc: Document.Parsed, data: Mapping): Rule[] {
	let number = 0
	const out: Rule[] = []
	for (const stage of stages) {
		const list = data[stage]
		if (!Array.isArray(list)) continue
		list.forEach((one, index) => {
			if (!isMapping(one)) return
			const numbered = stage !== 'guard' && stage !== 'continuity'
			if (numbered) number++
			const path = [stage, index]
			const id = typeof one.id === 'string' ? one.id : stage === 'channel' ? channelId(one) : ''
			const lines = linesOf(source, nodeAt(doc, path))
			out.push({ id, stage, path, index, data: one, ...lines, ...(numbered && { number }) })
		})
	}
	if (isMapping(data.default)) {
		const lines = linesOf(source, nodeAt(doc, ['default']))
		out.push({ id: 'default', stage: 'default', path: ['default'], index: 0, data: data.default, ...lines })
	}
	return out
}

/** A row of the table of networks is called by its network and purpose unless it has a name. */
function channelId(row: Mapping): string {
	const [network] = many(row.network)
	const [purpose] = many(row.purpose)
	return ['channel', network, purpose].filter(Boolean).join('-')
}

export const isMapping = (v: unknown): v is Mapping =>
	typeof v === 'object' && v !== null && !Array.isArray(v)

/** many is one word or several, as several. */
export function many(v: Value | undefined): string[] {
	if (v === undefined || v === null) return []
	return (Array.isArray(v) ? v : [v]).filter((one) => typeof one !== 'object').map(String)
}

/** few is several words as they are written: one stands alone. */
export const few = (list: string[]): Value => (list.length === 1 ? (list[0] as string) : list)

/** entriesOf are the entries of a section that names things. */
export function entriesOf(v: Value | undefined): [string, Mapping][] {
	if (!isMapping(v)) return []
	return Object.entries(v).map(([key, one]) => [key, isMapping(one) ? one : {}])
}

/** listOf are the entries of a section that is a list. */
export const listOf = (v: Value | undefined): Mapping[] => (Array.isArray(v) ? v.filter(isMapping) : [])

/** The departments and teams a policy lists itself. */
export function departmentsOf(data: Mapping): string[] {
	const { departments: d } = data
	const own = Array.isArray(d) ? many(d) : entriesOf(d).map(([key]) => key)
	return [...own, ...entriesOf(data.teams).map(([key]) => key)]
}

/** beforeOf is how a rule stood in another reading of the policy: the one of its name, else the one in its place. */
export function beforeOf(rule: Rule, last: Policy | undefined): Rule | undefined {
	const all = last?.rules.filter((r) => r.stage === rule.stage) ?? []
	return all.find((r) => r.id === rule.id && rule.id !== '') ?? all.find((r) => r.index === rule.index)
}

/**
 * sensible gives the policy as the forms show it: a rule with a slip in its text as it last made sense, and all of them
 * when the whole text cannot be read. What stands as it last made sense is no slip, whatever else is wrong with it.
 */
export function sensible(
	now: Policy | undefined,
	last: Policy | undefined,
	slips: readonly number[],
): Policy | undefined {
	if (!now) return last && { ...last, rules: last.rules.map((r) => ({ ...r, slip: true })) }
	const rules = now.rules.map((rule) => {
		if (!slips.some((line) => line >= rule.first && line <= rule.last)) return rule
		const before = beforeOf(rule, last)
		if (before && same(before.data, rule.data)) return rule
		return { ...rule, slip: true, ...(before && { data: before.data, id: before.id }) }
	})
	return { ...now, rules }
}

/** adopted is what makes sense once the forms have changed a policy: all of it but the rules that had a slip before. */
export function adopted(now: Policy, shown: Policy | undefined): Policy {
	const slips = shown?.rules.filter((r) => r.slip) ?? []
	const rules = now.rules.map((rule) => {
		const slip = slips.find((r) => r.stage === rule.stage && r.id === rule.id)
		return slip ? { ...rule, data: slip.data } : rule
	})
	return { ...now, rules }
}

/** freshId is an id no rule of the policy has. */
export function freshId(policy: Policy, like: string): string {
	const taken = new Set(policy.rules.map((r) => r.id))
	for (let n = 1; ; n++) {
		const id = n === 1 ? like : `${like}-${n}`
		if (!taken.has(id)) return id
	}
}

/** isUnfinished reports whether a rule does not say yet what it is about, as one that was just added. */
export const isUnfinished = (rule: Rule) =>
	(rule.stage === 'carve_out' || rule.stage === 'topic') &&
	isMapping(rule.data.when) &&
	Object.keys(rule.data.when).length === 0

/** finished is a text without the rules that do not say yet what they are about. */
export function finished(source: string): string {
	const open = policyOf(source)?.rules.filter(isUnfinished) ?? []
	if (open.length === 0) return source
	try {
		return allEdited(
			source,
			[...open].reverse().map((rule) => ({ drop: rule.path })),
		)
	} catch (error) {
		if (error instanceof Unwritable) return source
		throw error
	}
}

/** isAlone reports whether one person is the whole company: the policy says so, or nobody else and one department is there. */
export const isAlone = (data: Mapping | undefined, people: number) =>
	data?.mode === 'solo' || (people === 1 && departmentsOf(data ?? {}).length === 1)

/** isUnnamed reports whether a rule still has the name it was added with. */
export const isUnnamed = (rule: Rule) => /^new-rule(-\d+)?$/.test(rule.id)
