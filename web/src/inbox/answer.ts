import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Conversation } from '../api/query'
import { does } from '../conversation/act'
import type { Reason } from './offer'
import type { Pages } from './pages'

type Patch = (c: Conversation) => Conversation | undefined

/** patched changes one conversation wherever it stands in the lists, or takes it out of them. */
export function patched(pages: Pages | undefined, id: string, patch: Patch): Pages | undefined {
	if (!pages?.pages.some((p) => p.items.some((c) => c.id === id))) return pages
	const change = (c: Conversation) => (c.id === id ? patch(c) : c)
	return {
		...pages,
		pages: pages.pages.map((p) => ({ ...p, items: p.items.map(change).filter((c) => c !== undefined) })),
	}
}

/** asIf shows a change in every list at once, and returns how to take it back. */
async function asIf(queries: QueryClient, id: string, patch: Patch): Promise<() => void> {
	const lists = { queryKey: ['inbox'] }
	await queries.cancelQueries(lists)
	const before = queries.getQueriesData<Pages>(lists)
	queries.setQueriesData<Pages>(lists, (pages) => patched(pages, id, patch))
	return () => {
		for (const [key, pages] of before) queries.setQueryData(key, pages)
	}
}

interface Answered {
	conversation: Conversation
	/** Absent to accept. */
	reason?: Reason
}

/** answered is a conversation after its offer, or the wish that somebody takes it over, was answered. */
export function answered(c: Conversation, me: string, yes: boolean): Conversation | undefined {
	if (yes) return { ...c, stance: 'led', lead: me, offer: undefined, transfer: undefined, epoch: c.epoch + 1 }
	return c.offer ? undefined : { ...c, transfer: undefined }
}

/** useAnswer accepts or declines an offer, or what a colleague asks. It shows at once and is taken back when refused. */
export function useAnswer(me: string) {
	const queries = useQueryClient()
	return useMutation({
		mutationFn: ({ conversation: { id, offer }, reason }: Answered) => {
			if (!reason) return offer ? does.accept(id) : does.acceptTransfer(id)
			return offer ? does.decline(id, reason) : does.declineTransfer(id, reason)
		},
		onMutate: ({ conversation, reason }) =>
			asIf(queries, conversation.id, (c) => answered(c, me, reason === undefined)),
		onError: (_error, _answered, takeBack) => takeBack?.(),
		onSettled: (_answer, _error, { conversation }) => {
			void queries.invalidateQueries({ queryKey: ['conversation', conversation.id] })
			void queries.invalidateQueries({ queryKey: ['inbox'] })
			void queries.invalidateQueries({ queryKey: ['counters'] })
			void queries.invalidateQueries({ queryKey: ['me'] })
		},
	})
}
