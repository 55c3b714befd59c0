import { shortOf } from '../inbox/people'
import { isKey, t } from '../words/catalogue'
import { languageName, region } from '../words/region'
import type { Desk, PersonWeek, Standin, Week } from './api'
import type { Planned } from './away'
import type { Bar } from './bars'
import { lessOf, timesOf } from './grid'
import { instant } from './zone'

const format = (at: Date, zone: string, options: Intl.DateTimeFormatOptions) =>
	new Intl.DateTimeFormat(region(), { ...options, timeZone: zone }).format(at)

/** dayShort is a day as a column calls it: Thu 12. */
export const dayShort = (at: Date, zone: string) => format(at, zone, { weekday: 'short', day: 'numeric' })

/** dayDated is a day with its month, where no column says it: Tue 1 Dec. */
export const dayDated = (at: Date, zone: string) =>
	format(at, zone, { weekday: 'short', day: 'numeric', month: 'short' })

/** dayLong is a day with its name: Thursday 12 November. */
export const dayLong = (at: Date, zone: string) =>
	format(at, zone, { weekday: 'long', day: 'numeric', month: 'long' })

/** dayRange is from one day to another: 9 – 15 November. */
export const dayRange = (from: Date, until: Date, zone: string) =>
	new Intl.DateTimeFormat(region(), { day: 'numeric', month: 'long', timeZone: zone }).formatRange(
		from,
		until,
	)

/** reasonWord is why somebody is away. */
export function reasonWord(reason = ''): string {
	const key = `cover.reason.${reason}`
	return t(isKey(key) ? key : 'cover.reason.other')
}

/** savedWord says what was saved: who is away, and when. */
export function savedWord({ who, first, last }: Planned, week: Week): string {
	const noon = (date: string) => instant(date, '12:00', week.zone)
	const days =
		first === last ? dayDated(noon(first), week.zone) : dayRange(noon(first), noon(last), week.zone)
	return t('cover.savedAbsence', { name: week.people.find((p) => p.id === who)?.name ?? '', days })
}

/** deskWord is how a department stands now. On a page on which now does not stand nothing is said of it. */
export function deskWord(desk: Desk, week: Week): string {
	const now = Date.parse(week.now)
	const current = Date.parse(week.from) <= now && now < Date.parse(week.until)
	const alone = week.people.length === 1
	return [
		current && !alone && t('cover.deptHere', { shift: desk.on_shift, here: desk.here }),
		current && t('cover.deptOpen', { n: desk.open }),
		current && desk.places > 0 && t('cover.deptPlaces', { taken: desk.places - desk.free, n: desk.places }),
		desk.pull && !alone && t('cover.deptPull'),
	]
		.filter(Boolean)
		.join(' · ')
}

/** Naming is what bars need to be said in words. */
export interface Naming {
	zone: string
	people: Map<string, PersonWeek>
	departments: Map<string, string>
}

export const namingOf = (week: Week): Naming => ({
	zone: week.zone,
	people: new Map(week.people.map((p) => [p.id, p])),
	departments: new Map(week.departments.map((d) => [d.key, d.name])),
})

const nameIn = ({ people }: Naming, id = '') => shortOf(people.get(id)?.name ?? t('people.somebody'))

/** wordsOf is what stands on a bar, the whole first, then what stands there where that has no room. */
export function wordsOf(bar: Bar, p: PersonWeek, by: Naming, goesOn = false): string[] {
	const word = wordOf(bar, p, by)
	return bar.kind === 'shift' ? [word, ...lessOf(bar, by.zone, goesOn)] : [word]
}

function wordOf(bar: Bar, p: PersonWeek, by: Naming): string {
	switch (bar.kind) {
		case 'absence':
			return reasonWord(bar.what)
		case 'cover':
		case 'planned':
			return t('cover.for', { name: nameIn(by, bar.whom) })
		case 'onCall':
			return t('cover.onCall')
		case 'back':
			return t('cover.back', { n: p.cap_now })
		default:
			return timesOf(bar, by.zone)
	}
}

/** sentenceOf is a bar in a sentence, for those who hear it, and on hover. */
export function sentenceOf(bar: Bar, p: PersonWeek, by: Naming): string {
	const time = timesOf(bar, by.zone)
	const name = nameIn(by, bar.whom)
	switch (bar.kind) {
		case 'absence':
			return t('cover.bar.absence', { why: reasonWord(bar.what), time })
		case 'onCall':
			return t('cover.bar.onCall', { department: by.departments.get(bar.what ?? '') ?? bar.what, time })
		case 'back':
			return t('cover.bar.back', { n: p.cap_now, time })
		case 'shift':
			return t('cover.bar.shift', { time })
		default:
			return t(`cover.bar.${bar.kind}`, { name, time })
	}
}

/** Heap is what goes the same way for the same reason. */
export interface Heap {
	agent: string
	stays: boolean
	why: Standin['why']
	sentence: string
	/** The languages of what it holds that whoever would lead it does not speak. */
	unspoken: string[]
	items: Standin['conversation'][]
}

/** heapsOf puts together what would be covered alike, the largest first, what stays last. */
export function heapsOf(items: Standin[]): Heap[] {
	const by = new Map<string, Heap>()
	for (const { agent = '', stays, why, sentence, conversation, unspoken } of items) {
		const key = `${agent} ${stays} ${why}`
		const heap = by.get(key) ?? { agent, stays, why, sentence, unspoken: [], items: [] }
		heap.items.push(conversation)
		if (unspoken && !heap.unspoken.includes(unspoken)) heap.unspoken.push(unspoken)
		by.set(key, heap)
	}
	return [...by.values()].sort((a, b) => Number(a.stays) - Number(b.stays) || b.items.length - a.items.length)
}

const listed = (codes: string[]) =>
	new Intl.ListFormat('en', { type: 'conjunction' }).format(codes.map(languageName))

/** unspokenWord says that whoever would lead a heap does not speak its language; nothing where they do. */
export function unspokenWord({ unspoken, agent }: Heap, name: string): string | undefined {
	if (unspoken.length === 0) return undefined
	const languages = listed(unspoken)
	return agent ? t('cover.unspoken', { name, languages }) : t('cover.unspokenThere', { languages })
}

/** heapWord says how many conversations a heap has, and in which languages. */
export function heapWord({ why, stays, items }: Heap): string {
	const n = items.length
	if (stays && why === 'customer') return t('cover.resting', { n })
	if (stays && why === 'aside') return t('cover.aside', { n })
	const codes = [...new Set(items.map((c) => c.language).filter((l) => l && l !== 'und'))]
	const languages = listed(codes)
	return [t('cover.count', { n }), languages && t('cover.in', { languages })].filter(Boolean).join(' ')
}
