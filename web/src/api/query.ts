import { QueryClient, queryOptions } from '@tanstack/react-query'
import { api, ask, Problem, type Schemas } from './client'

/** What the console remembers of the server's answers. Live updates say what became stale; nothing is asked on a timer. */
export function newQueries(): QueryClient {
	return new QueryClient({
		defaultOptions: {
			queries: {
				staleTime: Number.POSITIVE_INFINITY,
				gcTime: 10 * 60_000,
				refetchOnWindowFocus: false,
				retry: (failures, error) => error instanceof Problem && passes(error) && failures < 3,
			},
			// What somebody does is done now or not at all: nothing waits for a connection to happen by itself later.
			mutations: { retry: false, networkMode: 'always' },
		},
	})
}

/** passes reports whether the same question may be answered in a moment: nobody answered, too many asked, or it was down. */
const passes = (p: Problem) => [0, 429, 502, 503, 504].includes(p.status)

export type View = 'mine' | 'offered' | 'queue' | 'department' | 'all' | 'closed' | 'customer'
/** A conversation as it is, or as a list has it: that says whether an answer waits to be posted by hand. */
export type Conversation = Schemas['Conversation'] & Pick<Schemas['ListedConversation'], 'to_post' | 'alarm'>
export type ConversationDetail = Schemas['ConversationDetail']
export type TimelineItem = Schemas['TimelineItem']
export type Agent = Schemas['ListedAgent']

export const me = queryOptions({
	queryKey: ['me'],
	queryFn: () => ask(api.GET('/api/v1/me')),
	retry: false,
})

export const counters = queryOptions({
	queryKey: ['counters'],
	queryFn: () => ask(api.GET('/api/v1/counters')),
})

export const departments = queryOptions({
	queryKey: ['departments'],
	queryFn: () => ask(api.GET('/api/v1/departments')),
})

export const agents = queryOptions({
	queryKey: ['agents'],
	queryFn: () => ask(api.GET('/api/v1/agents')),
})

export const accounts = queryOptions({
	queryKey: ['accounts'],
	queryFn: () => ask(api.GET('/api/v1/accounts')),
})

export const installation = queryOptions({
	queryKey: ['installation'],
	queryFn: () => ask(api.GET('/api/v1/installation')),
})

export const networks = queryOptions({
	queryKey: ['networks'],
	queryFn: () => ask(api.GET('/api/v1/networks')),
})

/** networksByHand are those that people can work without a connector. They change only with the program. */
export const networksByHand = queryOptions({
	queryKey: ['networks', 'by-hand'],
	queryFn: () => ask(api.GET('/api/v1/networks/by-hand')),
})
