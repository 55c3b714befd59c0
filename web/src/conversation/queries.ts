import {
	type InfiniteData,
	infiniteQueryOptions,
	type QueryClient,
	queryOptions,
} from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'

export type Message = Schemas['TimelineItem']
export type Event = Schemas['Event']
export type Delivery = Schemas['Delivery']
export type Recipient = Schemas['Recipient']
export type Leg = Schemas['Leg']
export type ThreadItem = Schemas['ThreadItem']
export type Amendment = Schemas['Amendment']
export type Detail = Schemas['ConversationDetail']
export type Why = Schemas['Why']
export type Help = Schemas['Help']
export type Verdict = Schemas['Verdict']

// Everything about a conversation begins with ['conversation', id]: live events make it stale together.
const about = (id: string, ...more: string[]) => ['conversation', id, ...more] as const
const path = (id: string) => ({ params: { path: { id } } })

export const detail = (id: string) =>
	queryOptions({
		queryKey: about(id, 'detail'),
		queryFn: () => ask(api.GET('/api/v1/conversations/{id}', path(id))),
	})

const page = 50

/** The timeline, the newest page first; the pages behind it are older. */
export const timeline = (id: string) =>
	infiniteQueryOptions({
		queryKey: about(id, 'timeline'),
		queryFn: ({ pageParam }) =>
			ask(
				api.GET('/api/v1/conversations/{id}/timeline', {
					params: { path: { id }, query: { latest: true, limit: page, after: pageParam } },
				}),
			),
		initialPageParam: undefined as string | undefined,
		getNextPageParam: (last) => last.next,
		meta: { newest: (known: unknown) => newest(id, known as Said) },
	})

type Said = InfiniteData<{ items: Message[]; next?: string }, string | undefined>

/** newest reads the end of a timeline again, however much of it has been read. */
async function newest(id: string, known: Said): Promise<Said | undefined> {
	const params = { path: { id }, query: { latest: true, limit: page } }
	const { items } = await ask(api.GET('/api/v1/conversations/{id}/timeline', { params }))
	return joinedUp(known, items)
}

/** joinedUp puts the newest messages to the end of those that are known; nothing when there is a gap between. */
export function joinedUp(known: Said, items: Message[]): Said | undefined {
	const [last, ...older] = known.pages
	const at = last?.items.findIndex((m) => m.id === items[0]?.id) ?? -1
	if (!last || at < 0) return undefined
	return { ...known, pages: [{ ...last, items: [...last.items.slice(0, at), ...items] }, ...older] }
}

/** How much help departments have left to give here. */
export const help = (id: string) =>
	queryOptions({
		queryKey: about(id, 'help'),
		queryFn: () => ask(api.GET('/api/v1/conversations/{id}/help', path(id))),
	})

export const events = (id: string) =>
	queryOptions({
		queryKey: about(id, 'events'),
		queryFn: () =>
			ask(api.GET('/api/v1/conversations/{id}/events', { params: { path: { id }, query: { limit: 1000 } } })),
	})

export const thread = (id: string, leg: string) =>
	queryOptions({
		queryKey: about(id, 'thread', leg),
		queryFn: () =>
			ask(api.GET('/api/v1/conversations/{id}/legs/{leg}/thread', { params: { path: { id, leg } } })),
	})

export const drafts = (id: string) =>
	queryOptions({
		queryKey: about(id, 'drafts'),
		queryFn: () => ask(api.GET('/api/v1/conversations/{id}/drafts', path(id))),
	})

export const amendments = (id: string) =>
	queryOptions({
		queryKey: about(id, 'amendments'),
		queryFn: () => ask(api.GET('/api/v1/conversations/{id}/amendments', path(id))),
	})

export const why = (id: string) =>
	queryOptions({
		queryKey: about(id, 'decision'),
		queryFn: () => ask(api.GET('/api/v1/conversations/{id}/decision', path(id))),
		retry: false,
	})

export const customer = (id: string, conversation: string) =>
	queryOptions({
		queryKey: about(conversation, 'customer', id),
		queryFn: () => ask(api.GET('/api/v1/customers/{id}', path(id))),
	})

export const message = (id: string, conversation: string) =>
	queryOptions({
		queryKey: about(conversation, 'message', id),
		queryFn: () => ask(api.GET('/api/v1/messages/{id}', path(id))),
	})

/** prefetch reads what opening a conversation shows first: on hover, on focus, and for the next one in a list. */
export function prefetch(queries: QueryClient, id: string): void {
	void queries.prefetchQuery(detail(id))
	void queries.prefetchInfiniteQuery(timeline(id))
	void queries.prefetchQuery(events(id))
}
