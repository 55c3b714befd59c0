import { t } from '../words/catalogue'

/**
 * A view of the inbox as its address names it: `mine`, `team-service`, `queue-service`; with `~flat_tyre` behind it only what is
 * about that topic.
 */
export type ViewKey = string

const narrowed = /^(.+)~([a-z0-9][a-z0-9_-]*)$/

/** wholeOf is a view without what narrows it to a topic. */
export const wholeOf = (key: ViewKey): ViewKey => narrowed.exec(key)?.[1] ?? key

/** topicIn is the topic a view is narrowed to, if to one. */
export const topicIn = (key: ViewKey): string => narrowed.exec(key)?.[2] ?? ''

/** ofTopic is a view narrowed to a topic, or with no topic the whole of it. */
export const ofTopic = (key: ViewKey, topic: string): ViewKey =>
	topic ? `${wholeOf(key)}~${topic}` : wholeOf(key)

/** What the API is asked for to fill a view. */
export interface Asked {
	view: 'mine' | 'offered' | 'department' | 'queue' | 'unowned' | 'all' | 'closed'
	department?: string
	topic?: string
}

const whole = new Set(['mine', 'offered', 'unowned', 'all', 'closed'])

/** askedBy says what a view's address asks for, or nothing for an address that is no view. */
export function askedBy(key: ViewKey): Asked | undefined {
	const [all, topic] = [wholeOf(key), topicIn(key)]
	const about = topic ? { topic } : {}
	if (whole.has(all)) return { view: all as Asked['view'], ...about }
	const named = /^(team|queue)-(.+)$/.exec(all)
	if (!named) return undefined
	return { view: named[1] === 'team' ? 'department' : 'queue', department: named[2] as string, ...about }
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
