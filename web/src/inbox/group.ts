import type { Conversation } from '../api/query'
import { daysBetween } from '../ui/time'

/** The groups of a list in the order of deadlines, in their order. */
export const groups = ['late', 'hour', 'today', 'tomorrow', 'later', 'none', 'waiting', 'snoozed'] as const
export type Group = (typeof groups)[number]

/** Groups that are folded until somebody opens them. */
export const folded: ReadonlySet<Group> = new Set(['waiting', 'snoozed'])

const hour = 3_600_000

/** groupOf says in which group a conversation stands now. */
export function groupOf(c: Conversation, now: Date): Group {
	if (c.snoozed_until && new Date(c.snoozed_until) > now) return 'snoozed'
	if (!c.due_at) return c.ball === 'customer' ? 'waiting' : 'none'
	return nearness(new Date(c.due_at), now)
}

function nearness(due: Date, now: Date): Group {
	const left = due.getTime() - now.getTime()
	if (left <= 0) return 'late'
	if (left <= hour) return 'hour'
	const days = daysBetween(now, due)
	if (days === 0) return 'today'
	return days === 1 ? 'tomorrow' : 'later'
}

/** A place in the order of a list. */
export interface Slot {
	id: string
	group: Group | undefined
}

/** ordered puts conversations into their groups; within a group they stay in the order they came. */
export function ordered(conversations: readonly Conversation[], now: Date): Slot[] {
	const parts = new Map<Group, Slot[]>(groups.map((g) => [g, []]))
	for (const c of conversations) {
		const group = groupOf(c, now)
		parts.get(group)?.push({ id: c.id, group })
	}
	return groups.flatMap((g) => parts.get(g) ?? [])
}

/** merged puts two lists in the order of deadlines together. What stands in both comes once. */
export function merged(a: readonly Conversation[], b: readonly Conversation[]): Conversation[] {
	const known = new Set(a.map((c) => c.id))
	const all = [...a, ...b.filter((c) => !known.has(c.id))]
	return all.sort((x, y) => dueOf(x) - dueOf(y) || (x.id < y.id ? -1 : 1))
}

const dueOf = (c: Conversation) => (c.due_at ? Date.parse(c.due_at) : Number.MAX_SAFE_INTEGER)
