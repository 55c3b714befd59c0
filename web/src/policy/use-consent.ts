import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { me } from '../api/query'
import { useDesk } from './desk'

/** useConsent asks a department to agree to the draft, or agrees for it. What is agreed to is the text that is read here. */
export function useConsent(department: string) {
	const { name, check, flush, checked } = useDesk()
	const queries = useQueryClient()
	const { data: who } = useQuery(me)
	const path = { params: { path: { name } } }
	const settled = () =>
		Promise.all([
			queries.invalidateQueries({ queryKey: ['policy', 'check'] }),
			queries.invalidateQueries({ queryKey: ['policy', 'draft', name] }),
		])
	const asking = useMutation({
		mutationFn: async () => {
			await flush()
			return ask(api.POST('/api/v1/policy-drafts/{name}/ask', { ...path, body: { department } }))
		},
		onSuccess: settled,
	})
	const signing = useMutation({
		mutationFn: async () => {
			await flush()
			const hash = check?.hash ?? ''
			return ask(api.POST('/api/v1/policy-drafts/{name}/sign', { ...path, body: { department, hash } }))
		},
		onSuccess: settled,
	})
	return {
		ask: () => asking.mutate(),
		sign: () => signing.mutate(),
		mine: (who?.agent.departments ?? []).includes(department),
		busy: asking.isPending || signing.isPending || !checked,
		error: asking.error ?? signing.error,
	}
}
