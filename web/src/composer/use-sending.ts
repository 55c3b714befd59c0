import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { does } from '../conversation/act'
import { detail, drafts } from '../conversation/queries'
import { keepingOf } from './desk'
import { leaving } from './leaving'
import type { Sent } from './server'

/** Order is what to send, and how. */
export interface Order {
	take: boolean
	/** Close the conversation once it is on its way. */
	close: boolean
	/** Everybody will see it: it waits a moment. */
	open: boolean
}

const sendingKey = (id: string) => ['sending', id]

/** useSending sends what is written. A public answer waits for a moment first. */
export function useSending(id: string) {
	const queries = useQueryClient()
	const send = useMutation({
		mutationKey: sendingKey(id),
		mutationFn: (order: Order) => deliver(id, order),
		onSuccess: ({ sent, order }) => {
			queries.setQueryData(
				detail(id).queryKey,
				(d) =>
					d && { ...d, conversation: sent.conversation, deliveries: [...sent.deliveries, ...d.deliveries] },
			)
			queries.setQueryData(drafts(id).queryKey, (d) => d && { ...d, items: [...d.items, sent.draft] })
			if (order.close && sent.outcome === 'allow') void close(id, sent)
			void queries.invalidateQueries({ queryKey: ['conversation', id] })
		},
	})
	const begin = async (order: Order) => {
		send.reset()
		if (!order.open) return send.mutate(order)
		await keepingOf(id).flush()
		leaving.start(id, () => send.mutate(order))
	}
	return { begin, error: send.error, sending: send.isPending, reset: send.reset }
}

async function deliver(id: string, order: Order) {
	return { sent: await keepingOf(id).send(order.take), order }
}

function close(id: string, sent: Sent) {
	return does.close(id, { epoch: sent.conversation.epoch, reason: 'resolved' })
}

/** useNote tells colleagues something. */
export function useNote(id: string) {
	const queries = useQueryClient()
	return useMutation({
		mutationFn: (text: string) =>
			ask(api.POST('/api/v1/conversations/{id}/notes', { params: { path: { id } }, body: { text } })),
		onSuccess: () => {
			keepingOf(id).happen({ is: 'noted', note: '' })
			void queries.invalidateQueries({ queryKey: ['conversation', id] })
		},
	})
}
