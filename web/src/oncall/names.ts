import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { agents } from '../api/query'
import { t } from '../words/catalogue'

/** useNamed gives how to write down several people by their names. */
export function useNamed(): (ids: readonly string[] | null) => string {
	const { data } = useQuery(agents)
	return useCallback(
		(ids) =>
			(ids ?? []).map((id) => data?.items.find((a) => a.id === id)?.name ?? t('people.somebody')).join(', '),
		[data],
	)
}
