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
	help?: Key
	usual?: number
	min: number
	max: number
}

export const fields: Field[] = [
	{ name: 'offer', word: 'cover.t.offer', help: 'cover.t.offerHelp', min: 1, max: 86_400 },
	{ name: 'sticky', word: 'cover.t.sticky', help: 'cover.t.stickyHelp', min: 0, max: 365 },
	{ name: 'cover', word: 'cover.t.cover', help: 'cover.t.coverHelp', min: 1, max: 1440 },
	{ name: 'rampAfter', word: 'cover.t.rampAfter', help: 'cover.t.rampAfterHelp', min: 1, max: 365 },
	{ name: 'ramp', word: 'cover.t.ramp', help: 'cover.t.rampHelp', min: 0, max: 720 },
	{ name: 'note', word: 'cover.t.note', help: 'cover.t.noteHelp', min: 0, max: 240 },
]

export const weights: Field[] = [
	{ name: 'resting', word: 'cover.t.resting', usual: 25, min: 1, max: 100 },
	{ name: 'offered', word: 'cover.t.offered', usual: 100, min: 1, max: 100 },
	{ name: 'channel', word: 'cover.t.channel', usual: 25, min: 1, max: 100 },
	{ name: 'long', word: 'cover.t.long', usual: 50, min: 1, max: 200 },
	{ name: 'longFrom', word: 'cover.t.longFrom', usual: 30, min: 1, max: 10_000 },
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
	offer: written(terms.offer_seconds),
	sticky: written(terms.sticky_hours, 24),
	cover: written(terms.cover_seconds, 60),
	rampAfter: written(terms.ramp_after_hours, 24),
	ramp: written(terms.ramp_hours),
	note: written(terms.note_minutes),
	resting: written(terms.weights?.resting),
	offered: written(terms.weights?.offered),
	channel: written(terms.weights?.channel),
	long: written(terms.weights?.long),
	longFrom: written(terms.weights?.long_from),
})

/** unasked are the terms the form does not ask about: they stay as they are. */
export const unasked = (terms: Terms): Terms => ({
	...(terms.most !== undefined && { most: terms.most }),
	...(terms.keep_lead !== undefined && { keep_lead: terms.keep_lead }),
})

/** ofPolicy says in words what the policy in force says of how people work. */
export const ofPolicy = (policy: Terms): string[] => [
	...(policy.accept === 'at_once' ? [t('cover.t.policyAtOnce')] : []),
	...(policy.most ? [t('cover.t.policyMost', { n: policy.most })] : []),
	...(policy.sticky_hours ? [t('cover.t.policySame', { n: Math.round(policy.sticky_hours / 24) })] : []),
	...(policy.keep_lead ? [t('cover.t.policyKeep')] : []),
]

/** bodyOf is what the server is told. */
export const bodyOf = (said: Typed): Terms => ({
	accept: said.accept,
	offer_seconds: read(said.offer),
	sticky_hours: read(said.sticky, 24),
	cover_seconds: read(said.cover, 60),
	ramp_after_hours: read(said.rampAfter, 24),
	ramp_hours: read(said.ramp),
	note_minutes: read(said.note),
	weights: {
		resting: read(said.resting),
		offered: read(said.offered),
		channel: read(said.channel),
		long: read(said.long),
		long_from: read(said.longFrom),
	},
})
