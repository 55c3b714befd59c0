import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'

export type Consult = Schemas['ConsultView']
export type Advice = Schemas['Advice']
export type Preview = Schemas['ConsultPreview']
export type Redaction = Schemas['Redaction']
export type Asking = Schemas['ConsultBody']
export type Expert = Schemas['Expert']

const at = (id: string) => ({ params: { path: { id } } })

/** What was asked outside about a conversation, and what came back. Live events make it stale with the conversation. */
export const consults = (id: string) =>
	queryOptions({
		queryKey: ['conversation', id, 'consults'],
		queryFn: () => ask(api.GET('/api/v1/conversations/{id}/consults', at(id))),
	})

export const experts = queryOptions({
	queryKey: ['experts'],
	queryFn: () => ask(api.GET('/api/v1/experts')),
})

/** The ways to ask outside, as the API has them. */
export const does = {
	preview: (id: string, body: Asking) =>
		ask(api.POST('/api/v1/conversations/{id}/consults/preview', { ...at(id), body })),
	ask: (id: string, body: Asking & { hash: string }) =>
		ask(api.POST('/api/v1/conversations/{id}/consults', { ...at(id), body })),
	takeBack: (id: string, consult: string) =>
		ask(
			api.POST('/api/v1/conversations/{id}/consults/{consult}/take-back', {
				params: { path: { id, consult } },
			}),
		),
	take: (id: string, advice: string) =>
		ask(api.POST('/api/v1/conversations/{id}/advice/{advice}/take', { params: { path: { id, advice } } })),
	throwAway: (id: string, advice: string) =>
		ask(
			api.POST('/api/v1/conversations/{id}/advice/{advice}/throw-away', { params: { path: { id, advice } } }),
		),
	note: (id: string, consult: string, text: string) =>
		ask(
			api.POST('/api/v1/conversations/{id}/consults/{consult}/advice', {
				params: { path: { id, consult } },
				body: { text },
			}),
		),
}
