import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'

export type Learning = Schemas['LearningView']
export type Layer = Schemas['Layer']
export type Measure = Schemas['Measure']

/** Where learning stands. Live events make it stale. */
export const learning = queryOptions({
	queryKey: ['learning', 'state'],
	queryFn: () => ask(api.GET('/api/v1/learning')),
})

/** The versions of what was learned, the newest first. */
export const layers = infiniteQueryOptions({
	queryKey: ['learning', 'layers'],
	queryFn: ({ pageParam }) =>
		ask(
			api.GET('/api/v1/learning/layers', {
				params: { query: { limit: 20, ...(pageParam && { after: pageParam }) } },
			}),
		),
	initialPageParam: '',
	getNextPageParam: (last) => last.next,
})

export const does = {
	use: (number: number, instead: number) =>
		ask(api.POST('/api/v1/learning/use', { body: { number, instead_of: instead } })),
	learn: () => ask(api.POST('/api/v1/learning/run')),
	switchTo: (enabled: boolean) => ask(api.PUT('/api/v1/learning/enabled', { body: { enabled } })),
}
