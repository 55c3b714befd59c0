import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import { announce } from '../ui/announce'
import { t } from '../words/catalogue'

export type Consequence = Schemas['Consequence']

/** A fact somebody says is otherwise, of the decision they look at. */
export interface WrongFact {
	decision_id: string
	head: string
	truth: string
}

const at = (id: string) => ({ params: { path: { id } } })

/** consequence asks what would follow from a fact being otherwise. It changes nothing. */
export const consequence = (id: string, wrong: WrongFact) =>
	queryOptions({
		queryKey: ['considered', id, wrong],
		queryFn: () =>
			ask(api.POST('/api/v1/conversations/{id}/corrections/consider', { ...at(id), body: wrong })),
		retry: false,
		gcTime: 0,
	})

/** useSay says something about a conversation that others' lists show: they are read again. */
function useSay<T>(id: string, say: (what: T) => Promise<unknown>, word: 'why.corrected' | 'why.disputed') {
	const queries = useQueryClient()
	return useMutation({
		mutationFn: say,
		onSuccess: () => announce(t(word)),
		onSettled: () =>
			Promise.all(
				[['conversation', id], ['inbox'], ['counters']].map((queryKey) =>
					queries.invalidateQueries({ queryKey }),
				),
			),
	})
}

/** useCorrect corrects a fact, and decides anew if that is wished. */
export const useCorrect = (id: string) =>
	useSay(
		id,
		(body: WrongFact & { redecide?: boolean; policy_hash?: string }) =>
			ask(api.POST('/api/v1/conversations/{id}/corrections/fact', { ...at(id), body })),
		'why.corrected',
	)

/** useDispute says which department should have had it. */
export const useDispute = (id: string) =>
	useSay(
		id,
		(body: { decision_id: string; should_own: string; why: string }) =>
			ask(api.POST('/api/v1/conversations/{id}/corrections/owner', { ...at(id), body })),
		'why.disputed',
	)
