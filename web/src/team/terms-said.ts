import { type Key, t } from '../words/catalogue'
import type { Terms } from './api'

/** Terms as they are typed: a figure left empty is as usual. */
export interface Typed extends Record<Figure, string> {
	accept: 'ask' | 'at_once'
}

type Figure =
	| 'offer'
	| 'sticky'
	| 'cover'
	| 'rampAfter'
	| 'ramp'
	| 'note'
	| 'resting'
	| 'offered'
	| 'channel'
	| 'long'
	| 'longFrom'

export interface Field {
	name: Figure
	word: Key
	/** In what it is counted. */
	unit: Key
	/** What it does, in a sentence. */
	help: Key
	/** What counts while nothing is typed; nothing where the installation says it. */
	usual?: number
	min: number
	max: number
}

const field = (name: Figure, unit: Key, min: number, max: number, usual?: number): Field => ({
	name,
	word: `cover.t.${name}`,
	help: `cover.t.${name}Help`,
	unit,
	min,
	max,
	...(usual && { usual }),
})

export const fields: Field[] = [
	field('offer', 'cover.t.minutes', 0.1, 1440),
	field('sticky', 'cover.t.days', 0, 365, 14),
	field('cover', 'cover.t.minutes', 1, 1440, 15),
	field('rampAfter', 'cover.t.days', 1, 365, 3),
	field('ramp', 'cover.t.days', 0, 30, 2),
	field('note', 'cover.t.minutes', 0, 240, 15),
]

export const weights: Field[] = [
	field('resting', 'cover.t.percent', 1, 100, 25),
	field('offered', 'cover.t.percent', 1, 100, 100),
	field('channel', 'cover.t.percent', 1, 100, 25),
	field('long', 'cover.t.percent', 1, 200, 50),
	field('longFrom', 'cover.t.messages', 1, 10_000, 30),
]

/** written is a figure as it is typed: the server's 0 is as usual, its -1 never. What is kept finer than asked stays exact. */
function written(n: number | undefined, unit = 1): string {
	if (!n) return ''
	return n < 0 ? '0' : String(Number((n / unit).toFixed(4)))
}

/** read is a typed figure as the server has it. */
function read(text: string, unit = 1): number {
	if (text.trim() === '') return 0
	const n = Number(text)
	return n === 0 ? -1 : Math.round(n * unit)
}

export const typedOf = (terms: Terms): Typed => ({
	accept: terms.accept ?? 'ask',
	offer: written(terms.offer_seconds, 60),
	sticky: written(terms.sticky_hours, 24),
	cover: written(terms.cover_seconds, 60),
	rampAfter: written(terms.ramp_after_hours, 24),
	ramp: written(terms.ramp_hours, 24),
	note: written(terms.note_minutes),
	resting: written(terms.weights?.resting),
	offered: written(terms.weights?.offered),
	channel: written(terms.weights?.channel),
	long: written(terms.weights?.long),
	longFrom: written(terms.weights?.long_from),
})

/** ofPolicy says in words what the policy in force says of how people work. */
export const ofPolicy = (policy: Terms): string[] => [
	...(policy.accept === 'at_once' ? [t('cover.t.policyAtOnce')] : []),
	...(policy.most ? [t('cover.t.policyMost', { n: policy.most })] : []),
	...(policy.sticky_hours ? [t('cover.t.policySame', { n: Math.round(policy.sticky_hours / 24) })] : []),
	...(policy.keep_lead ? [t('cover.t.policyKeep')] : []),
]

/** bodyOf is what the server is told. What the form does not ask about stays as it was. */
export const bodyOf = (said: Typed, { most, keep_lead }: Terms = {}): Terms => ({
	...(most && { most }),
	...(keep_lead && { keep_lead }),
	accept: said.accept,
	offer_seconds: read(said.offer, 60),
	sticky_hours: read(said.sticky, 24),
	cover_seconds: read(said.cover, 60),
	ramp_after_hours: read(said.rampAfter, 24),
	ramp_hours: read(said.ramp, 24),
	note_minutes: read(said.note),
	weights: {
		resting: read(said.resting),
		offered: read(said.offered),
		channel: read(said.channel),
		long: read(said.long),
		long_from: read(said.longFrom),
	},
})
