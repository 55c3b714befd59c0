import type { Schemas } from '../api/client'

export type Answers = Schemas['SetupAnswers']
export type Wish = NonNullable<Answers['wishes']>[number]
export type Speak = Answers['speak']
export type Place = NonNullable<Answers['networks']>[number]
export type Post = Schemas['SetupPost']
export type Duty = NonNullable<Post['does']>
export type Day = (typeof days)[number]

export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export const wishes: Wish[] = [
	'problems_solved',
	'quick_first_answer',
	'told_how_it_goes',
	'answered_everywhere',
	'buyers_found',
]
export const places: Place[] = ['mailbox', 'web_chat', 'reviews', 'feed', 'social', 'other']
export const duties: Duty[] = [
	'service',
	'comms',
	'marketing',
	'sales',
	'product',
	'safety',
	'legal',
	'hiring',
	'board',
	'other',
]

/** Some days with the same hours. An end at or before the beginning is that of the next day. */
export interface Span {
	id: number
	days: Day[]
	from: string
	to: string
}

export interface Person {
	id: number
	name: string
	email: string
	department: string
}

export interface Department {
	id: number
	name: string
	does: Duty | ''
}

/** Draft is what has been answered so far. The password is not part of it: it is never kept. */
export interface Draft {
	company: string
	name: string
	email: string
	wishes: Wish[]
	speak: Speak
	volunteers: boolean
	departments: Department[]
	people: Person[]
	networks: Place[]
	spans: Span[]
	zone: string
	languages: string[]
}

/** answersOf says a draft as the server asks for it. */
export function answersOf(d: Draft): Answers {
	const crowd = d.speak !== 'only_me'
	const people = crowd ? d.people.filter((p) => p.name.trim() || p.email.trim()) : []
	return {
		company: d.company.trim(),
		wishes: d.wishes,
		speak: d.speak,
		...(crowd && d.volunteers && { volunteers: true }),
		...(d.speak === 'departments' && { departments: postsOf(d.departments) }),
		...(people.length > 0 && { people: people.map((p) => personOf(p, d)) }),
		networks: d.networks,
		hours: { zone: d.zone, hours: weekOf(d.spans) },
		languages: d.languages,
	}
}

function postsOf(departments: Department[]): Post[] {
	return departments
		.filter((d) => d.name.trim())
		.map((d) => ({ name: d.name.trim(), ...(d.does && { does: d.does }) }))
}

function personOf(p: Person, d: Draft): Schemas['SetupPerson'] {
	const known = d.speak === 'departments' && d.departments.some((x) => x.name.trim() === p.department)
	return { name: p.name.trim(), email: p.email.trim(), ...(known && { departments: [p.department] }) }
}

/** weekOf gives the hours of every day that has any. */
export function weekOf(spans: Span[]): Record<string, string[]> {
	const week: Record<string, string[]> = {}
	for (const day of days) {
		const of = spans.filter((s) => s.days.includes(day) && s.from && s.to).map((s) => `${s.from}-${s.to}`)
		if (of.length > 0) week[day] = of
	}
	return week
}

const key = 'switchboard.setup'

/** recall gives what this browser tab had answered before the page was loaded again. */
export function recall(fresh: Draft): Draft {
	try {
		return { ...fresh, ...(JSON.parse(sessionStorage.getItem(key) ?? '{}') as Partial<Draft>) }
	} catch {
		return fresh // somebody else's text under our key, or no storage at all
	}
}

export function remember(draft: Draft): void {
	try {
		sessionStorage.setItem(key, JSON.stringify(draft))
	} catch {
		// without storage the answers last until the page is closed
	}
}

export function forget(): void {
	try {
		sessionStorage.removeItem(key)
	} catch {
		// nothing was kept either
	}
}
