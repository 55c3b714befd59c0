import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import { announce } from '../ui/announce'
import { t } from '../words/catalogue'

export type Consequence = Schemas['Consequence']

/** A fact somebody says is otherwise, or right as it was read, of the decision they look at. */
export interface FactWord {
	decision_id: string
	head: string
	truth: string
	right?: boolean
}

/** What is said of a fact, with whether to decide anew from it. */
type Redecided = FactWord & { redecide?: boolean; policy_hash?: string }

const at = (id: string) => ({ params: { path: { id } } })

/** consequence asks what would follow from a fact being otherwise, or sure. It changes nothing. */
export const consequence = (id: string, word: FactWord) =>
	queryOptions({
		queryKey: ['considered', id, word],
		queryFn: () =>
			ask(api.POST('/api/v1/conversations/{id}/corrections/consider', { ...at(id), body: word })),
		retry: false,
		gcTime: 0,
	})

/** useSay says something about a conversation that others' lists show: they are read again. */
function useSay<T>(
	id: string,
	say: (what: T) => Promise<unknown>,
	word: 'why.corrected' | 'why.confirmed' | 'why.disputed',
) {
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
		(body: Redecided) => ask(api.POST('/api/v1/conversations/{id}/corrections/fact', { ...at(id), body })),
		'why.corrected',
	)

/** useConfirm says that a fact is right as it was read, and decides anew if that is wished. */
export const useConfirm = (id: string) =>
	useSay(
		id,
		(body: Redecided) => ask(api.POST('/api/v1/conversations/{id}/corrections/fact', { ...at(id), body })),
		'why.confirmed',
	)

/** useDispute says which department should have had it. */
export const useDispute = (id: string) =>
	useSay(
		id,
		(body: { decision_id: string; should_own: string; why: string }) =>
			ask(api.POST('/api/v1/conversations/{id}/corrections/owner', { ...at(id), body })),
		'why.disputed',
	)
