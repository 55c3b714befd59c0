import type { Schemas } from '../api/client'
import type { Way } from './api'

export type Ways = Schemas['PreferencesView']['ways']
export const ways: Way[] = ['push', 'email', 'chat']

/** isOn reports whether somebody is told of an event in a way. */
export function isOn(all: Ways, event: string, way: Way): boolean {
	return all[event]?.[way]?.on ?? false
}

/** turned gives the ways with one of them on or off; how long it waits stays. */
export function turned(all: Ways, event: string, way: Way, on: boolean): Ways {
	const before = all[event] ?? {}
	return { ...all, [event]: { ...before, [way]: { ...before[way], on } } }
}

/** waiting is how long an email waits, for most events; alarms never wait. */
export function waiting(all: Ways): number {
	const counts = new Map<number, number>()
	for (const [event, of] of Object.entries(all)) {
		if (isAlarm(event) || !of.email?.on) continue
		const after = of.email.after_seconds ?? 0
		counts.set(after, (counts.get(after) ?? 0) + 1)
	}
	return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 900
}

/** waited gives the ways with that span before every email but those of alarms. */
export function waited(all: Ways, after: number): Ways {
	return Object.fromEntries(
		Object.entries(all).map(([event, of]) =>
			isAlarm(event) || !of.email
				? [event, of]
				: [event, { ...of, email: { ...of.email, after_seconds: after } }],
		),
	)
}

export const isAlarm = (event: string) => ['safety', 'crisis', 'alarm_unheard'].includes(event)
