import { type InfiniteData, infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, ask, type Schemas } from '../api/client'
import type { Conversation } from '../api/query'
import { merged } from './group'
import { askedBy, ofTopic, topicIn, type ViewKey, wholeOf } from './view'

export type Page = Schemas['PageListedConversation']
export type Pages = InfiniteData<Page, string>

const first = 60
const further = 200

/** view asks for a view page by page, from where the last page ended. */
export const view = (key: ViewKey) =>
	infiniteQueryOptions({
		queryKey: ['inbox', key],
		queryFn: ({ pageParam, signal }) =>
			ask(
				api.GET('/api/v1/conversations', {
					params: {
						query: { ...askedBy(key), after: pageParam || undefined, limit: pageParam ? further : first },
					},
					signal,
				}),
			),
		initialPageParam: '',
		getNextPageParam: (last: Page) => last.next || undefined,
		enabled: askedBy(key) !== undefined,
	})

/** What a list shows, as far as it has been read. */
export interface Rows {
	conversations: Conversation[]
	/** Nothing has been read yet. */
	pending: boolean
	error: Error | null
	more: boolean
	readMore: () => void
	again: () => void
}

const none: Conversation[] = []

/** useRows reads a view. My work is what I lead together with what is offered to me. */
export function useRows(key: ViewKey): Rows {
	const pages = useInfiniteQuery(view(key))
	const mine = wholeOf(key) === 'mine'
	const offered = useInfiniteQuery({ ...view(ofTopic('offered', topicIn(key))), enabled: mine })
	const read = useMemo(() => pages.data?.pages.flatMap((p) => p.items) ?? none, [pages.data])
	const extra = mine ? offered.data : undefined
	const conversations = useMemo(() => {
		const offers = extra?.pages.flatMap((p) => p.items).filter((c) => c.offer || c.lead) ?? none
		return offers.length > 0 ? merged(read, offers) : unique(read)
	}, [read, extra])
	return {
		conversations,
		pending: askedBy(key) !== undefined && (pages.isPending || (mine && offered.isPending)),
		error: pages.error ?? (mine ? offered.error : null),
		more: pages.hasNextPage,
		readMore: () => {
			if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage()
		},
		again: () => {
			void pages.refetch()
			if (mine) void offered.refetch()
		},
	}
}

/** unique drops what stands on two pages because it moved between their readings. */
function unique(list: Conversation[]): Conversation[] {
	const known = new Set<string>()
	for (const c of list) known.add(c.id)
	if (known.size === list.length) return list
	return [...new Map(list.map((c) => [c.id, c])).values()]
}
