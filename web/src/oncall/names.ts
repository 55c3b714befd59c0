import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { agents, me } from '../api/query'
import { t } from '../words/catalogue'

/** Named writes down several people. */
export type Named = (ids: readonly string[] | null) => string

/** useNamed gives how to write down several people by their names. */
export function useNamed(): Named {
	return useWritten()
}

/** useWithin is useNamed for the middle of a sentence: whoever reads it is "you" in it, whatever they are called. */
export function useWithin(): Named {
	const { data } = useQuery(me)
	return useWritten(data?.agent.id)
}

function useWritten(self?: string): Named {
	const { data } = useQuery(agents)
	return useCallback(
		(ids) => {
			const name = (id: string) => data?.items.find((a) => a.id === id)?.name ?? t('people.somebody')
			return (ids ?? []).map((id) => (id === self ? t('people.youWithin') : name(id))).join(', ')
		},
		[data, self],
	)
}
