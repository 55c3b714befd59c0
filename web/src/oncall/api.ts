import { queryOptions } from '@tanstack/react-query'
import { api, ask, askTagged, type Schemas } from '../api/client'

export type OnCall = Schemas['OnCallView']
export type Step = Schemas['OnCallStep']
export type Shift = Schemas['OnCallShift']
export type Alarm = Schemas['AlarmView']
export type Who = Step['who']

/** The kinds of steps, in the order in which they are offered. */
export const kinds: Who[] = ['lead', 'on_call', 'people', 'department', 'managers', 'admins']

/** A ladder with the tag that says which state of it was seen. */
export interface Seen {
	plan: OnCall
	tag: string
}

export const onCall = (key: string) =>
	queryOptions({
		queryKey: ['on-call', key],
		queryFn: async (): Promise<Seen> => {
			const call = api.GET('/api/v1/departments/{key}/on-call', { params: { path: { key } } })
			const { found, tag } = await askTagged(call)
			return { plan: found, tag }
		},
		staleTime: 60_000, // who is reached changes with the hour and with who is here
	})

/** Alarms that nobody has accepted. What happens to a conversation makes them stale. */
export const ringing = queryOptions({
	queryKey: ['inbox', 'alarms'],
	queryFn: () => ask(api.GET('/api/v1/alarms')),
})
