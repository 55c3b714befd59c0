import type { Key } from '../words/catalogue'

/** A time somebody often puts things aside until. */
export interface Later {
	key: Key
	at: Date
}

/** laters are the usual times from now on, in the zone of whoever looks. */
export function laters(now: Date): Later[] {
	const tomorrow = morning(now, 1)
	const monday = morning(now, (8 - now.getDay()) % 7 || 7)
	const hours = (n: number) => new Date(now.getTime() + n * 3_600_000)
	return [
		{ key: 'panel.inHour', at: hours(1) },
		{ key: 'panel.inThree', at: hours(3) },
		{ key: 'panel.tomorrow', at: tomorrow },
		// On a Sunday that is tomorrow.
		...(monday.getTime() === tomorrow.getTime() ? [] : [{ key: 'panel.monday' as const, at: monday }]),
	]
}

function morning(now: Date, days: number): Date {
	return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9)
}

/** forField is a time as a field of date and time wants it. */
export function forField(at: Date): string {
	const two = (n: number) => String(n).padStart(2, '0')
	return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`
}
