import { t } from '../words/catalogue'
import { fields } from './fields'
import { lengthWord } from './measure'
import { isMapping, type Mapping, many, type Policy, policyOf, type Rule } from './model'
import { called } from './plain'
import { spoken, type Vocabulary } from './vocabulary'
import { same } from './yaml/edit'

/** Change is one thing that is otherwise in another text, in words. */
export interface Change {
	sign: 'new' | 'gone' | 'changed' | 'moved'
	/** What it is about. */
	what: string
	/** How it reads now, and how it read. */
	now?: string
	was?: string
}

type Words = Pick<Vocabulary, 'of' | 'name'>

/** changesOf says in words how one policy became another: its rules one by one, and every other part that is otherwise. */
export function changesOf(before: string, after: string, words: Words): Change[] {
	const [old, next] = [policyOf(before), policyOf(after)]
	if (!old || !next) return []
	return [...changedRules(old, next, words), ...changedParts(old.data, next.data, words)]
}

const key = (r: Rule) => `${r.stage} ${r.id || r.index}`

function changedRules(old: Policy, next: Policy, words: Words): Change[] {
	const was = new Map(old.rules.map((r) => [key(r), r]))
	const is = new Set(next.rules.map(key))
	const out: Change[] = []
	for (const rule of next.rules) {
		const before = was.get(key(rule))
		const now = sentence(rule, words)
		if (!before) out.push({ sign: 'new', what: called(rule), now })
		else if (!same(before.data, rule.data)) {
			const then = sentence(before, words)
			out.push({
				sign: 'changed',
				what: called(rule),
				now: now === then ? t('policy.otherReason') : now,
				was: then,
			})
		} else if (orderOf(old, rule, is) !== orderOf(next, rule, new Set(was.keys())))
			out.push({ sign: 'moved', what: called(rule), now })
	}
	for (const rule of old.rules)
		if (!is.has(key(rule))) out.push({ sign: 'gone', what: called(rule), was: sentence(rule, words) })
	return out
}

/** The place of a rule among those of its stage that both policies have. */
const orderOf = (policy: Policy, rule: Rule, both: ReadonlySet<string>) =>
	policy.rules
		.filter((r) => r.stage === rule.stage && both.has(key(r)))
		.findIndex((r) => key(r) === key(rule))

/** sentence is a rule as it reads. */
export function sentence(rule: Rule, words: Words): string {
	const asked = rule.stage === 'channel' ? rule.data : isMapping(rule.data.when) ? rule.data.when : {}
	const about =
		rule.stage === 'default' ? t('policy.default') : `${t('policy.message')} ${phrases(asked, words)}`
	return `${about.trim()} → ${duties(rule, words)}`
}

function phrases(asked: Mapping, words: Words): string {
	const out = fields
		.filter((f) => asked[f.key] !== undefined)
		.map((f) => {
			const options = words.of(f.kind)
			const said = many(asked[f.key]).map((v) => options.find((o) => o.value === v)?.label ?? spoken(v))
			return `${t(f.word)} ${said.join(` ${t('policy.or')} `)}`
		})
	if (Array.isArray(asked.any))
		out.push(
			asked.any
				.filter(isMapping)
				.map((one) => phrases(one, words))
				.join(` ${t('policy.or')} `),
		)
	return out.join(' ')
}

function duties({ stage, data }: Rule, words: Words): string {
	if (stage === 'guard') return t('policy.quarantined')
	if (stage === 'continuity') return t('policy.staysWhere')
	const list = (k: string) =>
		many(data[k])
			.map(words.name)
			.join(` ${t('policy.and')} `)
	return [
		data.owner === undefined ? t('policy.whoeverLeads') : list('owner'),
		data.deadline !== undefined && `${t('policy.within')} ${lengthWord(String(data.deadline))}`,
		data.helpers !== undefined && `${t('policy.helpFrom')} ${list('helpers')}`,
		data.informs !== undefined && `${t('policy.wordTo')} ${list('informs')}`,
		data.required_level !== undefined && t('policy.levelN', { n: data.required_level }),
		data.approver !== undefined && `${t('policy.approvedBy')} ${words.name(String(data.approver))}`,
		data.deputy !== undefined && `${t('policy.orInstead')} ${words.name(String(data.deputy))}`,
		data.breaks_continuity === true && t('policy.breaks'),
	]
		.filter(Boolean)
		.join(', ')
}

/** The parts of a policy that are no rules, as the page calls them. */
const parts = () =>
	({
		mode: t('policy.modeIs'),
		hours: t('policy.openHours'),
		calendars: t('policy.part.calendars'),
		departments: t('policy.part.departments'),
		teams: t('policy.part.teams'),
		cover: t('policy.nobodyHere'),
		lead: t('policy.lead'),
		spill: t('policy.spill'),
		rounds: t('policy.rounds'),
		outbound: t('policy.outbound'),
		second_look: t('policy.secondLook'),
		escalation: t('policy.escalation'),
		drift: t('policy.drift'),
		sign_off: t('policy.signOff'),
		review_on: t('policy.review'),
		tests: t('policy.tab.tests'),
	}) as Record<string, string>

const ruled = ['version', 'name', 'guard', 'continuity', 'carve_out', 'topic', 'channel', 'default']

function changedParts(old: Mapping, next: Mapping, words: Words): Change[] {
	const names = parts()
	return [...new Set([...Object.keys(old), ...Object.keys(next)])]
		.filter((k) => !ruled.includes(k) && !same(old[k] ?? null, next[k] ?? null))
		.map((k) => {
			const what = names[k] ?? spoken(k)
			const sign = old[k] === undefined ? 'new' : next[k] === undefined ? 'gone' : 'changed'
			if (k !== 'sign_off') return { sign, what }
			const said = (v: Mapping) => many(v.sign_off).map(words.name).join(', ')
			return {
				sign,
				what,
				...(next[k] !== undefined && { now: said(next) }),
				...(old[k] !== undefined && { was: said(old) }),
			}
		})
}
