import type { Schemas } from '../api/client'
import type { Names } from '../conversation/talk'

/** askedOf names those who alone are asked to approve a text; nobody once everybody of the level is asked. */
export function askedOf(
	ruling: Schemas['Ruling'] | undefined,
	names: Pick<Names, 'whom'>,
	now: Date,
): string {
	if (!ruling?.asked_until || new Date(ruling.asked_until) <= now) return ''
	return new Intl.ListFormat('en', { type: 'disjunction' }).format((ruling.asked ?? []).map(names.whom))
}
