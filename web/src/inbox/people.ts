import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { agents, departments, me } from '../api/query'
import { t } from '../words/catalogue'
import type { Onlooker } from './standing'

/** useOnlooker gives who looks, and what colleagues are called for short. */
export function useOnlooker(): Onlooker {
	const { data: who } = useQuery(me)
	const { data: all } = useQuery(agents)
	return useMemo(() => {
		const names = new Map((all?.items ?? []).map((a) => [a.id, shortOf(a.name)]))
		return { me: who?.agent.id ?? '', nameOf: (id) => names.get(id) ?? t('people.somebody') }
	}, [who, all])
}

/** shortOf is what colleagues call somebody: the first of their names. */
export function shortOf(name: string): string {
	return name.trim().split(/\s+/)[0] ?? name
}

/** useDepartmentNames gives departments' names by their keys. */
export function useDepartmentNames(): ReadonlyMap<string, string> {
	const { data } = useQuery(departments)
	return useMemo(() => new Map((data?.items ?? []).map((d) => [d.key, d.name])), [data])
}
