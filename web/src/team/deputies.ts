import type { PersonWeek, Standin, Week } from './api'

/** unspokenIn are the languages that nobody who would cover speaks, each once. */
export const unspokenIn = (items: Standin[]): string[] => [...new Set(items.flatMap((i) => i.unspoken ?? []))]

/** deputiesFor are those who could stand in for somebody: first those who speak the most of some languages. */
export function deputiesFor(week: Week, who: string, languages: string[]): PersonWeek[] {
	const spoken = (p: PersonWeek) => languages.filter((l) => p.languages.includes(l)).length
	return week.people.filter((p) => p.id !== who).sort((a, b) => spoken(b) - spoken(a))
}
