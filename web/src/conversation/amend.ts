import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import type { Message } from './queries'

export type AmendKind = 'edit' | 'delete' | 'hide' | 'show'

/** What a network can do to what stands on it, as its Spec says. */
export interface Able {
	edit: boolean
	delete: boolean
	hide: boolean
}

/** wishes are the changes that make sense for a message: ours is edited or deleted, a customer's hidden or shown. */
export function wishes(m: Message, able: Able, waits: boolean): AmendKind[] {
	if (m.deleted_at || m.visibility === 'internal' || waits) return []
	const all: [AmendKind, boolean][] =
		m.direction === 'out'
			? [
					['edit', able.edit],
					['delete', able.delete],
				]
			: [[m.hidden_at ? 'show' : 'hide', able.hide && m.visibility === 'public']]
	return all.filter(([, can]) => can).map(([kind]) => kind)
}

/** useAmend asks for a change of what stands on a network; it is made as soon as the account can. */
export function useAmend(m: Message) {
	const queries = useQueryClient()
	return useMutation({
		mutationFn: (wish: { kind: AmendKind; text?: string; reason?: string }) =>
			ask(
				api.POST('/api/v1/messages/{id}/amendments', {
					params: { path: { id: m.id } },
					body: { ...wish, revision: m.revision },
				}),
			),
		onSuccess: () => queries.invalidateQueries({ queryKey: ['conversation', m.conversation_id] }),
	})
}
