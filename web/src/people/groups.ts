import type { Schemas } from '../api/client'
import type { Agent } from './api'

type Department = Schemas['Department']

/** People who belong together: a department's, those of none, or those who do not work here any more. */
export interface Group {
	key: string
	kind: 'department' | 'none' | 'inactive'
	name: string
	people: Agent[]
	/** How many take work now, and how much of what they take at once is taken. */
	here: number
	load: number
	cap: number
}

/** groupsOf sorts people by the hats they wear, one line under each of them; whoever is inactive comes last. */
export function groupsOf(people: readonly Agent[], departments: readonly Department[]): Group[] {
	const active = people.filter((a) => !a.disabled)
	const known = new Set(departments.map((d) => d.key))
	const wears = (a: Agent, key: string) => (a.departments ?? []).includes(key)
	return [
		...departments.map((d) =>
			group(
				'department',
				d.key,
				d.name,
				active.filter((a) => wears(a, d.key)),
			),
		),
		group(
			'none',
			'',
			'',
			active.filter((a) => !(a.departments ?? []).some((key) => known.has(key))),
		),
		group(
			'inactive',
			'',
			'',
			people.filter((a) => a.disabled),
		),
	].filter((g) => g.people.length > 0)
}

function group(kind: Group['kind'], key: string, name: string, people: Agent[]): Group {
	const here = people.filter((a) => a.presence === 'here')
	const sum = (of: (a: Agent) => number) => here.reduce((n, a) => n + of(a), 0)
	const sorted = [...people].sort((a, b) => a.name.localeCompare(b.name))
	return {
		kind,
		key,
		name,
		people: sorted,
		here: here.length,
		load: sum((a) => a.load),
		cap: sum((a) => a.cap),
	}
}
