import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import type { Hook } from './api'
import { offeredToTeams, type TeamEvent, teamWord } from './team-events'
import { eventWord } from './word'

type NewHook = Schemas['HookBody']
type HookChange = Schemas['HookChange']
type Shown = Schemas['HookShown']

/** Place is whose chat tools they are: one's own, or a department's. */
export interface Place {
	/** What has to be read again when one of them changed. */
	stale: string[]
	/** What they can be told of, where that is said for each. One's own are told what stands in one's preferences. */
	events: TeamEvent[]
	word: (event: string) => string
	list: () => Promise<{ items: Hook[] }>
	create: (hook: NewHook) => Promise<Shown>
	change: (id: string, change: HookChange) => Promise<Hook>
	test: (id: string) => Promise<Schemas['Tried']>
	/** Makes another secret. */
	renew: (id: string) => Promise<Shown>
	remove: (id: string) => Promise<unknown>
}

const at = (id: string) => ({ params: { path: { id } } })

export const mine: Place = {
	stale: ['me'],
	events: [],
	word: eventWord,
	list: () => ask(api.GET('/api/v1/me/chat-hooks')),
	create: (body) => ask(api.POST('/api/v1/me/chat-hooks', { body })),
	change: (id, body) => ask(api.PATCH('/api/v1/me/chat-hooks/{id}', { ...at(id), body })),
	test: (id) => ask(api.POST('/api/v1/me/chat-hooks/{id}/test', at(id))),
	renew: (id) => ask(api.POST('/api/v1/me/chat-hooks/{id}/secret', at(id))),
	remove: (id) => ask(api.DELETE('/api/v1/me/chat-hooks/{id}', at(id))),
}

export function ofTeam(key: string): Place {
	const path = '/api/v1/departments/{key}/chat-hooks'
	const of = { params: { path: { key } } }
	const at = (id: string) => ({ params: { path: { key, id } } })
	return {
		stale: ['team-hooks', key],
		events: offeredToTeams,
		word: teamWord,
		list: () => ask(api.GET(path, of)),
		create: (body) => ask(api.POST(path, { ...of, body })),
		change: (id, body) => ask(api.PATCH(`${path}/{id}`, { ...at(id), body })),
		test: (id) => ask(api.POST(`${path}/{id}/test`, at(id))),
		renew: (id) => ask(api.POST(`${path}/{id}/secret`, at(id))),
		remove: (id) => ask(api.DELETE(`${path}/{id}`, at(id))),
	}
}

export const hooksOf = (place: Place) =>
	queryOptions({
		queryKey: [...place.stale, 'chat-hooks'],
		queryFn: place.list,
		staleTime: 0, // how telling it went is news
	})
