import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { unpatched } from '../api/patch'
import type { Conversation } from '../api/query'
import { does } from '../conversation/act'
import type { Reason } from './offer'
import type { Pages } from './pages'

/** changed changes one conversation wherever it stands in a list. */
function changed(pages: Pages | undefined, id: string, change: (c: Conversation) => Conversation) {
	if (!pages?.pages.some((p) => p.items.some((c) => c.id === id))) return pages
	const one = (c: Conversation) => (c.id === id ? change(c) : c)
	return { ...pages, pages: pages.pages.map((p) => ({ ...p, items: p.items.map(one) })) }
}

/** asIf shows a change in every list at once, and returns how to take back what nobody has changed since. */
async function asIf(
	queries: QueryClient,
	c: Conversation,
	change: Partial<Conversation>,
): Promise<() => void> {
	const lists = { queryKey: ['inbox'] }
	await queries.cancelQueries(lists)
	const show = (how: (c: Conversation) => Conversation) =>
		queries.setQueriesData<Pages>(lists, (pages) => changed(pages, c.id, how))
	show((now) => ({ ...now, ...change }))
	return () => void show((now) => unpatched(now, c, change))
}

interface Answered {
	conversation: Conversation
	/** Absent to accept. */
	reason?: Reason
}

/** answered is what changes once an offer, or the wish that somebody takes it over, was answered. */
export function answered(c: Conversation, me: string, yes: boolean): Partial<Conversation> {
	if (yes) return { stance: 'led', lead: me, offer: undefined, transfer: undefined, epoch: c.epoch + 1 }
	return c.offer ? { offer: undefined } : { transfer: undefined }
}

/** useAnswer accepts or declines an offer, or what a colleague asks. It shows at once and is taken back when refused. */
export function useAnswer(me: string) {
	const queries = useQueryClient()
	return useMutation({
		mutationFn: ({ conversation: { id, offer }, reason }: Answered) => {
			if (!reason) return offer ? does.accept(id) : does.acceptTransfer(id)
			return offer ? does.decline(id, reason) : does.declineTransfer(id, reason)
		},
		onMutate: ({ conversation: c, reason }) => asIf(queries, c, answered(c, me, reason === undefined)),
		onError: (_error, _answered, takeBack) => takeBack?.(),
		onSettled: (_answer, _error, { conversation }) => {
			void queries.invalidateQueries({ queryKey: ['conversation', conversation.id] })
			void queries.invalidateQueries({ queryKey: ['inbox'] })
			void queries.invalidateQueries({ queryKey: ['counters'] })
			void queries.invalidateQueries({ queryKey: ['me'] })
		},
	})
}
