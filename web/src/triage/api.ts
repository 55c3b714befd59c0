import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'

export type Topic = Schemas['TopicView']
export type TopicBody = Schemas['TopicBody']
export type Missing = Schemas['MissingTopic']
export type Tried = Schemas['TriedTopics']

/** The company's own topics. Live events make them stale. */
export const topics = queryOptions({
	queryKey: ['topics'],
	queryFn: () => ask(api.GET('/api/v1/topics')),
})

/** What customers talk about that no topic covers. It takes the server a moment. */
export const suggestions = queryOptions({
	queryKey: ['topic-suggestions'],
	queryFn: () => ask(api.GET('/api/v1/topics/suggestions')),
	gcTime: 0,
})

/** Which topics a text is about, with one that is not saved yet beside the list. */
export const tried = (text: string, topic?: TopicBody) =>
	queryOptions({
		queryKey: ['topic-try', text, topic],
		queryFn: () => ask(api.POST('/api/v1/topics/try', { body: { text, ...(topic && { topic }) } })),
		enabled: text.trim() !== '',
		gcTime: 0,
		retry: false,
	})

const at = (key: string) => ({ params: { path: { key } } })

export const does = {
	create: (key: string, body: TopicBody, suggestion?: string) =>
		ask(api.POST('/api/v1/topics', { body: { key, ...body, ...(suggestion && { suggestion }) } })),
	update: (key: string, version: number, body: TopicBody) =>
		ask(
			api.PUT('/api/v1/topics/{key}', {
				params: { path: { key }, header: { 'If-Match': `"${version}"` } },
				body,
			}),
		),
	archive: (key: string) => ask(api.POST('/api/v1/topics/{key}/archive', at(key))),
	restore: (key: string) => ask(api.POST('/api/v1/topics/{key}/restore', at(key))),
	dismiss: (phrases: string[]) => ask(api.POST('/api/v1/topics/suggestions/dismiss', { body: { phrases } })),
	read: () => ask(api.GET('/api/v1/topics/export')),
	take: (source: string) => ask(api.POST('/api/v1/topics/import', { body: { source } })),
}
