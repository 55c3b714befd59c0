import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask } from '../api/client'

/** What has led, the newest first, without the texts. */
export const versions = infiniteQueryOptions({
	queryKey: ['policy', 'versions'],
	queryFn: ({ pageParam }) =>
		ask(
			api.GET('/api/v1/policies', {
				params: { query: { limit: 50, ...(pageParam && { after: pageParam }) } },
			}),
		),
	initialPageParam: '',
	getNextPageParam: (last) => last.next,
})

/** One that has led, with its text: it stays what it was. */
export const version = (id: string) =>
	queryOptions({
		queryKey: ['policy', 'version', id],
		queryFn: () => ask(api.GET('/api/v1/policies/{id}', { params: { path: { id } } })),
		enabled: id !== '',
		staleTime: Number.POSITIVE_INFINITY,
	})

/** What the next look at the policy is about. */
export const agenda = queryOptions({
	queryKey: ['policy', 'agenda'],
	queryFn: () => ask(api.GET('/api/v1/policies/agenda')),
	staleTime: 0,
	refetchOnWindowFocus: true,
})
