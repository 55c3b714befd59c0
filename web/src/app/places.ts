import { useQuery } from '@tanstack/react-query'
import { counters, departments, me } from '../api/query'
import type { IconName } from '../ui/icon'
import { t } from '../words/catalogue'

/** A place in the navigation. */
export interface Place {
	view: string
	word: string
	icon: IconName
	count?: number | undefined
	/** Something here is due. */
	lamp?: boolean
}

/** usePlaces lists the views of work: one's own, the teams', and everything. */
export function usePlaces(): { own: Place[]; teams: Place[] } {
	const { data: who } = useQuery(me)
	const { data: counts } = useQuery(counters)
	const { data: all } = useQuery(departments)
	const mine = counts?.mine ?? {}
	const own: Place[] = [
		{ view: 'mine', word: t('inbox.mine'), icon: 'led', count: mine.led },
		{
			view: 'offered',
			word: t('inbox.offered'),
			icon: 'offered',
			count: mine.offered,
			lamp: (mine.offered ?? 0) > 0,
		},
	]
	const hats = new Set(who?.agent.departments ?? [])
	const known = (all?.items ?? []).filter((d) => who?.scope.unlimited || hats.has(d.key))
	const teams: Place[] = known.map((d) => ({
		view: `team-${d.key}`,
		word: d.name,
		icon: 'tray',
		count: counts?.departments?.[d.key]?.open,
	}))
	teams.push({ view: 'all', word: t('inbox.all'), icon: 'talk' })
	return { own, teams }
}
