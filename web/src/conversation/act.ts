import { type MutationOptions, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { unpatched } from '../api/patch'
import type { Conversation } from '../api/query'
import { type Key, t } from '../words/catalogue'
import { detail } from './queries'
import { refusals } from './refusals'
import { undo } from './undo'

/** Act is one thing done to a conversation. */
export interface Act {
	/** What is said of it when it is done. */
	said: Key
	values?: Record<string, unknown>
	call: () => Promise<Conversation>
	/** What it looks like before the server has answered. */
	now?: Partial<Conversation>
	/** How it is taken back, where it can be. */
	back?: ((after: Conversation) => Promise<Conversation>) | undefined
}

/** doing does things to a conversation: shown at once, taken back when refused, undone within 8 seconds. A refusal is told. */
function doing(
	queries: QueryClient,
	id: string,
): MutationOptions<Conversation, Error, Act, Partial<Conversation>> {
	const key = detail(id).queryKey
	const show = (change: (c: Conversation) => Conversation) =>
		queries.setQueryData(key, (d) => d && { ...d, conversation: change(d.conversation) })
	const now = () => queries.getQueryData(key)?.conversation
	return {
		mutationFn: (act) => act.call(),
		onMutate: async (act) => {
			refusals.forget(id)
			await queries.cancelQueries({ queryKey: key })
			const before = now() ?? {}
			if (act.now) show((c) => ({ ...c, ...act.now }))
			return before
		},
		onError: (error, act, before) => {
			if (act.now && before) show((c) => unpatched(c, before, act.now ?? {}))
			refusals.tell({ conversation: id, name: now()?.customer_name ?? '', error })
		},
		onSuccess: (after, act) => {
			show(() => after)
			const { back } = act
			if (!back) return
			const call = () => back(after)
			const run = () => void perform(queries, id, { said: 'done.undone', call })
			undo.offer({ conversation: id, said: t(act.said, act.values), run })
		},
		onSettled: () => {
			void queries.invalidateQueries({ queryKey: ['conversation', id] })
		},
	}
}

/** useAct does things to a conversation from where it is shown. */
export function useAct(id: string) {
	return useMutation(doing(useQueryClient(), id))
}

/** perform does something to a conversation wherever one is. Reports whether it was done; a refusal is told by itself. */
export function perform(queries: QueryClient, id: string, act: Act): Promise<boolean> {
	const mutation = queries.getMutationCache().build(queries, doing(queries, id))
	return mutation.execute(act).then(
		() => true,
		() => false,
	)
}

const at = (id: string) => ({ params: { path: { id } } })
const helper = (id: string, agent: string) => ({ params: { path: { id, agent } } })

type Move = 'skill' | 'wrong_owner' | 'cover' | 'shift' | 'escalation'
export type CloseReason = 'resolved' | 'confirmed' | 'explained_no' | 'lapsed' | 'no_answer' | 'spam'
export type DeclineReason = 'busy' | 'skill' | 'language' | 'wrong_owner' | 'leaving'
export type MoveReason = Move
export const moveReasons: Move[] = ['skill', 'wrong_owner', 'cover', 'shift', 'escalation']
export const closeReasons: CloseReason[] = [
	'resolved',
	'confirmed',
	'explained_no',
	'lapsed',
	'no_answer',
	'spam',
]
export const declineReasons: DeclineReason[] = ['busy', 'skill', 'language', 'wrong_owner', 'leaving']

/** The ways to change a conversation, as the API has them. */
export const does = {
	accept: (id: string) => ask(api.POST('/api/v1/conversations/{id}/accept', at(id))),
	decline: (id: string, reason: DeclineReason) =>
		ask(api.POST('/api/v1/conversations/{id}/decline', { ...at(id), body: { reason } })),
	take: (id: string, reason?: Move) =>
		ask(api.POST('/api/v1/conversations/{id}/take', { ...at(id), ...(reason && { body: { reason } }) })),
	release: (id: string, epoch: number, reason: Move) =>
		ask(api.POST('/api/v1/conversations/{id}/release', { ...at(id), body: { epoch, reason } })),
	transfer: (id: string, body: { epoch: number; to: string; briefing: string; reason: Move }) =>
		ask(api.POST('/api/v1/conversations/{id}/transfer', { ...at(id), body })),
	acceptTransfer: (id: string) => ask(api.POST('/api/v1/conversations/{id}/transfer/accept', at(id))),
	declineTransfer: (id: string, reason: DeclineReason) =>
		ask(api.POST('/api/v1/conversations/{id}/transfer/decline', { ...at(id), body: { reason } })),
	cancelTransfer: (id: string) => ask(api.DELETE('/api/v1/conversations/{id}/transfer', at(id))),
	/** With a reason somebody is asked although their department has given the help it promises. */
	addHelper: (id: string, agent: string, reason?: string) =>
		ask(
			api.PUT('/api/v1/conversations/{id}/helpers/{agent}', {
				...helper(id, agent),
				...(reason && { body: { confirmed: true, reason } }),
			}),
		),
	removeHelper: (id: string, agent: string) =>
		ask(api.DELETE('/api/v1/conversations/{id}/helpers/{agent}', helper(id, agent))),
	snooze: (id: string, body: { epoch: number; until: string; reason: string }) =>
		ask(api.POST('/api/v1/conversations/{id}/snooze', { ...at(id), body })),
	wake: (id: string) => ask(api.POST('/api/v1/conversations/{id}/wake', at(id))),
	close: (id: string, body: { epoch: number; reason: CloseReason; note?: string }) =>
		ask(api.POST('/api/v1/conversations/{id}/close', { ...at(id), body })),
	reopen: (id: string) => ask(api.POST('/api/v1/conversations/{id}/reopen', at(id))),
	/** The customer asked not to be written to unasked, or took it back. */
	optOut: (id: string, opted_out: boolean) =>
		ask(api.PUT('/api/v1/conversations/{id}/opted-out', { ...at(id), body: { opted_out } })),
	reroute: (id: string, department: string, reason: Move) =>
		ask(api.POST('/api/v1/conversations/{id}/reroute', { ...at(id), body: { department, reason } })),
}

/** reopened takes an end back. Whoever led leads again, even if somebody else's work came in between. */
export async function reopened(id: string, mine: boolean): Promise<Conversation> {
	const open = await does.reopen(id)
	return mine && !open.lead ? does.take(id) : open
}
