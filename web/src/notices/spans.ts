import { type Day, days, type Span } from '../setup/draft'

/** spansOf gathers the days of a week that have the same hours. */
export function spansOf(hours: Record<string, string[] | null>): Span[] {
	const by = new Map<string, Day[]>()
	for (const day of days) {
		for (const one of hours[day] ?? []) by.set(one, [...(by.get(one) ?? []), day])
	}
	return [...by].map(([one, of], id) => {
		const [from = '', to = ''] = one.split('-')
		return { id, days: of, from, to }
	})
}
