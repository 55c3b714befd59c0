import { type QueryClient, useMutation } from '@tanstack/react-query'
import { does, perform, reopened } from '../conversation/act'
import { detail, drafts } from '../conversation/queries'
import { reasonText } from '../conversation/said'
import { desk } from './desk'
import type { Told } from './keeping'
import type { Sent } from './server'

/** tellingOf has the answers of the server show what was sent, and ends the conversation where that was asked for too. */
export function tellingOf(queries: QueryClient): Told {
	const again = (id: string) => queries.invalidateQueries({ queryKey: ['conversation', id] })
	return {
		sent: async (id, order, sent) => {
			if (sent) show(queries, id, sent)
			void again(id)
			const allowed = !sent || sent.outcome === 'allow'
			if (order.close && allowed) await close(queries, id, sent?.conversation.epoch)
		},
		noted: (id) => void again(id),
	}
}

function show(queries: QueryClient, id: string, sent: Sent) {
	queries.setQueryData(
		detail(id).queryKey,
		(d) => d && { ...d, conversation: sent.conversation, deliveries: [...sent.deliveries, ...d.deliveries] },
	)
	queries.setQueryData(drafts(id).queryKey, (d) => d && { ...d, items: [...d.items, sent.draft] })
}

async function close(queries: QueryClient, id: string, known?: number) {
	const epoch =
		known ?? (await queries.fetchQuery(detail(id)).catch(() => undefined))?.conversation.epoch ?? 0
	await perform(queries, id, {
		said: 'done.close',
		values: { why: reasonText('resolved') },
		now: { stance: 'closed', close_reason: 'resolved', due_at: undefined },
		call: () => does.close(id, { epoch, reason: 'resolved' }),
		back: () => reopened(id, true),
	})
}

/** useNote tells colleagues what is noted in a conversation. */
export function useNote(id: string) {
	return useMutation({ mutationFn: () => desk().of(id).note() })
}
