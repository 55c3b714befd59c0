import { isKey, t } from '../words/catalogue'

/** eventWord says what somebody is told of; an event nobody here knows yet is said as its name. */
export function eventWord(event: string): string {
	const key = `notices.e.${event}`
	return isKey(key) ? t(key) : event.replaceAll('_', ' ')
}
