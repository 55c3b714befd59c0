import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, ask } from '../api/client'
import { me } from '../api/query'
import { active, draft, drafts } from './api'
import { draftName } from './draft-name'

/** useBegin makes a draft of a text and goes to it. */
export function useBegin() {
	const queries = useQueryClient()
	const go = useNavigate()
	const { data: who } = useQuery(me)
	const { mutate, error, isPending } = useMutation({
		mutationFn: async (source: string) => {
			const [leads, all] = await Promise.all([
				queries.fetchQuery({ ...active, staleTime: 0 }),
				queries.fetchQuery({ ...drafts, staleTime: 0 }),
			])
			const name = draftName(
				leads.number,
				all.items.map((d) => d.name),
			)
			// What was left with a reason in this very text stays left in what is made of it.
			const accepted = source === leads.source ? (leads.accepted ?? []) : []
			const body = { source, based_on: leads.hash, version: 0, accepted }
			return ask(api.PUT('/api/v1/policy-drafts/{name}', { params: { path: { name } }, body }))
		},
		onSuccess: async (made) => {
			queries.setQueryData(draft(made.name).queryKey, made)
			await queries.invalidateQueries({ queryKey: drafts.queryKey })
			await go({ to: '/policy', search: { draft: made.name } })
		},
	})
	return {
		begin: (source: string) => !isPending && mutate(source),
		may: who?.permissions.includes('policy.activate') === true,
		busy: isPending,
		error,
	}
}
