import { t } from '../words/catalogue'

/** A view of the inbox as its address names it: `mine`, `team-service`, `queue-service`. */
export type ViewKey = string

/** What the API is asked for to fill a view. */
export interface Asked {
	view: 'mine' | 'offered' | 'department' | 'queue' | 'unowned' | 'all' | 'closed'
	department?: string
}

const whole = new Set(['mine', 'offered', 'unowned', 'all', 'closed'])

/** askedBy says what a view's address asks for, or nothing for an address that is no view. */
export function askedBy(key: ViewKey): Asked | undefined {
	if (whole.has(key)) return { view: key as Asked['view'] }
	const named = /^(team|queue)-(.+)$/.exec(key)
	if (!named) return undefined
	return { view: named[1] === 'team' ? 'department' : 'queue', department: named[2] as string }
}

/** wordOf is the name of a view, given the names of the departments by their keys. */
export function wordOf(key: ViewKey, departments: ReadonlyMap<string, string>): string {
	const asked = askedBy(key)
	if (!asked) return t('inbox.noView')
	switch (asked.view) {
		case 'department':
			return departments.get(asked.department ?? '') ?? asked.department ?? ''
		case 'queue':
			return t('inbox.queueOf', { team: departments.get(asked.department ?? '') ?? asked.department })
		default:
			return t(`inbox.${asked.view}`)
	}
}

/** Whether a view comes in the order of deadlines, and so in groups. */
export function byDeadline(key: ViewKey): boolean {
	const view = askedBy(key)?.view
	return view !== undefined && view !== 'closed' && view !== 'queue'
}
