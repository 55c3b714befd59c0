import type { Key } from '../words/catalogue'
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
	{ name: 'offer', word: 'team.t.offer', help: 'team.t.offerHelp', min: 1, max: 86_400 },
	{ name: 'sticky', word: 'team.t.sticky', help: 'team.t.stickyHelp', min: 0, max: 365 },
	{ name: 'cover', word: 'team.t.cover', help: 'team.t.coverHelp', min: 1, max: 1440 },
	{ name: 'rampAfter', word: 'team.t.rampAfter', help: 'team.t.rampAfterHelp', min: 1, max: 365 },
	{ name: 'ramp', word: 'team.t.ramp', help: 'team.t.rampHelp', min: 0, max: 720 },
	{ name: 'note', word: 'team.t.note', help: 'team.t.noteHelp', min: 0, max: 240 },
]

export const weights: Field[] = [
	{ name: 'resting', word: 'team.t.resting', usual: 25, min: 1, max: 100 },
	{ name: 'offered', word: 'team.t.offered', usual: 100, min: 1, max: 100 },
	{ name: 'channel', word: 'team.t.channel', usual: 25, min: 1, max: 100 },
	{ name: 'long', word: 'team.t.long', usual: 50, min: 1, max: 200 },
	{ name: 'longFrom', word: 'team.t.longFrom', usual: 30, min: 1, max: 10_000 },
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
