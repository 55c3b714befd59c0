import type { Schemas } from '../api/client'
import { languageOf } from '../conversation/legs'
import type { Message, Why } from '../conversation/queries'
import { type Key, t } from '../words/catalogue'
import { languageName } from '../words/region'

export type Correction = Schemas['Correction']
type Facts = Schemas['Facts']

const intents = [
	'question',
	'complaint',
	'outage',
	'billing',
	'delivery',
	'account',
	'cancellation',
	'purchase',
	'praise',
	'feedback',
	'bug',
	'feature_request',
	'recruitment',
	'partnership',
	'chatter',
	'other',
]
const flags = [
	'spam',
	'sales_lead',
	'churn_risk',
	'brand_threat',
	'press',
	'legal',
	'safety',
	'competitor_prospect',
	'complaint',
	'offensive',
	'about_us',
	'needs_answer',
]
/** Languages to choose from; what was found is among them in any case. */
const languages =
	'ar bg bn cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sr sv th tr uk vi zh'

/** heads are the findings that can be corrected, in the order they are shown. */
export const heads = ['intent', 'urgency', 'sentiment', 'language', ...flags]

/** topicOf is the topic a finding is about, if it is one of a topic. */
export const topicOf = (head: string) => (head.startsWith('topic/') ? head.slice('topic/'.length) : '')

/** spoken is the key of a topic as a word: flat_tyre is Flat tyre. */
export function spoken(key: string): string {
	const words = key.replace(/[_-]+/g, ' ').trim()
	return words.charAt(0).toLocaleUpperCase() + words.slice(1)
}

/** headWord names a finding; a topic by its key where nobody says what it is called. */
export function headWord(head: string, topicName = spoken): string {
	if (head === 'language') return t('why.language')
	if (head === 'sentiment') return t('why.mood')
	if (head === 'intent') return t('why.intent')
	if (head === 'urgency') return t('why.urgency')
	const topic = topicOf(head)
	if (topic) return t('why.topicNamed', { topic: topicName(topic) })
	return t(`flag.${head}` as Key)
}

/** As likely as not: below it something is only asked to be looked at. */
const even = 0.5

/** flagWord names a flag, as one that may not hold where its chance is less than even. */
export function flagWord(flag: string, chance: number): string {
	const word = t(`flag.${flag}` as Key)
	return chance < even ? t('why.perhaps', { what: word.toLocaleLowerCase() }) : word
}

/** truthWord is a value of a finding in words. */
export function truthWord(head: string, value: string): string {
	if (head === 'language') return languageOf(value) || t('why.unknownLanguage')
	if (value === 'yes' || value === 'no') return t(value === 'yes' ? 'why.yes' : 'why.no')
	if (head === 'urgency' || head === 'sentiment' || head === 'intent') return t(`${head}.${value}` as Key)
	return value
}

/** choicesOf are the values a finding can have. */
export function choicesOf(head: string, now: string): string[] {
	if (head === 'intent') return intents
	if (head === 'urgency') return ['low', 'normal', 'urgent']
	if (head === 'sentiment') return ['negative', 'neutral', 'positive']
	if (head !== 'language') return ['yes', 'no']
	const all = new Set([...languages.split(' '), now].filter((code) => code && code !== 'und'))
	return [...all].sort((a, b) => languageName(a).localeCompare(languageName(b)))
}

/** standing are the corrected facts that count, by finding: the newest word on each, of the text as it reads now. */
export function standing(why: Why, revision?: Message['revision']): Map<string, Correction> {
	const facts = why.corrections.filter((c) => c.kind === 'fact' && (!revision || c.revision === revision))
	return new Map(facts.map((c) => [c.head ?? '', c]))
}

/** countsAs is what counts as a finding now. */
export function countsAs(f: Facts, head: string, corrected: Map<string, Correction>): string {
	const said = corrected.get(head)?.truth
	if (said !== undefined) return said
	if (head === 'intent' || head === 'urgency' || head === 'sentiment' || head === 'language') return f[head]
	if (topicOf(head)) return f.topics?.includes(topicOf(head)) ? 'yes' : 'no'
	return f.flags && head in f.flags ? 'yes' : 'no'
}
