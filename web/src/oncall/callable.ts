import type { Agent } from '../api/query'

/** callable are those who could do something for a department when called. The server refuses everybody else. */
export function callable(people: readonly Agent[], department: string): Agent[] {
	return people
		.filter((a) => !a.disabled && a.role !== 'viewer')
		.filter((a) => a.role === 'admin' || a.role === 'manager' || (a.departments ?? []).includes(department))
		.sort((a, b) => a.name.localeCompare(b.name))
}
