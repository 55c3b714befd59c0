import { queryOptions } from '@tanstack/react-query'
import { api, ask, askTagged, type Schemas } from '../api/client'

export type Agent = Schemas['Agent']
export type Person = Schemas['AgentView']
export type Access = Schemas['AgentAccess']

/** A person with the tag that says which state of them was seen. */
export interface Seen {
	person: Person
	tag: string
}

export const person = (id: string) =>
	queryOptions({
		queryKey: ['agents', id],
		queryFn: async (): Promise<Seen> => {
			const { found, tag } = await askTagged(api.GET('/api/v1/agents/{id}', { params: { path: { id } } }))
			return { person: found, tag }
		},
	})

/** How everybody gets in, and whom one may change: for those who administer people. */
export const access = queryOptions({
	queryKey: ['agents', 'access'],
	queryFn: () => ask(api.GET('/api/v1/agents/access')),
})

export const attendance = (id: string) =>
	queryOptions({
		queryKey: ['agents', id, 'attendance'],
		queryFn: () => ask(api.GET('/api/v1/agents/{id}/attendance', { params: { path: { id } } })),
	})

/** invite makes a link for somebody and gives its address. */
export async function invite(id: string): Promise<{ address: string; until: Date }> {
	const made = await ask(api.POST('/api/v1/agents/{id}/invitation', { params: { path: { id } } }))
	return { address: new URL(made.link, location.origin).href, until: new Date(made.expires_at) }
}
