import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { agents, me } from '../api/query'
import { t } from '../words/catalogue'
import { useDesk } from './desk'
import { type Speakers, speakersOf } from './speaker'

/** useConsent asks a department to agree to the draft, or agrees for it. What is agreed to is the text that is read here. */
export function useConsent(department: string) {
	const { name, check, flush, checked, content, leads } = useDesk()
	const queries = useQueryClient()
	const { data: who } = useQuery(me)
	const { data: all } = useQuery(agents)
	const speakers = speakersOf(department, { leads: leads.source, draft: content.source }, all?.items ?? [])
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
		/** Those who may sign for it. */
		speakers,
		mine: speakers.people.some((a) => a.id === who?.agent.id),
		busy: asking.isPending || signing.isPending || !checked,
		error: asking.error ?? signing.error,
	}
}

/** whoWord names whoever may agree for a department: its liaison, or any one of its people. */
export function whoWord({ people }: Speakers): string {
	const names = people.map((a) => a.name)
	if (names.length === 0) return t('policy.nobodySigns')
	if (names.length === 1) return names[0] as string
	if (names.length > 4)
		return t('policy.anyOfMany', { names: names.slice(0, 3).join(', '), n: names.length - 3 })
	return t('policy.anyOf', { names: `${names.slice(0, -1).join(', ')} ${t('policy.or')} ${names.at(-1)}` })
}
