import { t } from '../words/catalogue'
import { type Draft, wishes } from './draft'
import '../words/en/setup'

/** fresh is what the form proposes to somebody who has answered nothing yet, with the departments there are. */
export function fresh(departments: string[] = []): Draft {
	const named = ['service', 'comms', 'sales', 'product'] as const
	return {
		company: '',
		name: '',
		email: '',
		wishes: [...wishes],
		speak: 'departments',
		volunteers: false,
		departments:
			departments.length > 0
				? departments.map((name, id) => ({ id, does: '', name }))
				: named.map((does, id) => ({ id, does, name: t(`setup.department.${does}`) })),
		people: [],
		networks: ['mailbox'],
		spans: [{ id: 0, days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' }],
		zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
		languages: spoken(),
	}
}

/** The languages this browser is set to, as two letters each. */
function spoken(): string[] {
	const codes = navigator.languages.map((l) => l.slice(0, 2).toLowerCase())
	return [...new Set(codes.filter((c) => /^[a-z]{2}$/.test(c)))].slice(0, 3)
}

/** nextId is an id that none of them has. */
export function nextId(of: { id: number }[]): number {
	return Math.max(-1, ...of.map((o) => o.id)) + 1
}
