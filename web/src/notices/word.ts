import { type Key, t } from '../words/catalogue'
import { en } from '../words/en'

/** eventWord says what somebody is told of; an event nobody here knows yet is said as its name. */
export function eventWord(event: string): string {
	const key = `notices.e.${event}`
	return key in en ? t(key as Key) : event.replaceAll('_', ' ')
}
