import { useQuery } from '@tanstack/react-query'
import type { Schemas } from '../api/client'
import { agents, counters, departments, installation, me } from '../api/query'
import { sample } from '../sample/api'
import type { IconName } from '../ui/icon'
import { type Key, t } from '../words/catalogue'
import { useMine } from './mine'

/** A place in the navigation. */
export interface Place {
	view: string
	word: string
	icon: IconName
	count?: number | undefined
	/** Something here is due. */
	lamp?: boolean
	/** The keys that go there. */
	keys?: string
}

/** useAlone says that nobody else works here, and that there is but one department. */
export function useAlone(): boolean {
	const { data: all } = useQuery(departments)
	const { data: everybody } = useQuery(agents)
	return (everybody?.items ?? []).filter((a) => !a.disabled).length === 1 && (all?.items ?? []).length <= 1
}

/** usePlaces lists the views of work: one's own, the teams', and everything. */
export function usePlaces(): { own: Place[]; teams: Place[] } {
	const { data: who } = useQuery(me)
	const { data: counts } = useQuery(counters)
	const { data: all } = useQuery(departments)
	const alone = useAlone()
	const { pressing } = useMine()
	const mine = counts?.mine
	const offered = mine?.offered ?? 0
	const own: Place[] = [
		{
			view: 'mine',
			word: t('inbox.mine'),
			icon: 'led',
			count: mine && (mine.led ?? 0) + offered,
			lamp: pressing || offered > 0,
			keys: 'g m',
		},
		...(alone && offered === 0
			? []
			: [
					{
						view: 'offered',
						word: t('inbox.offered'),
						icon: 'offered',
						count: mine && offered,
						keys: 'g o',
					} as const,
				]),
	]
	const teams = alone ? [] : teamsOf(who, all?.items ?? [], counts)
	const queued = unownedIn(who, counts)
	return {
		own,
		teams: [
			...teams,
			{
				view: 'unowned',
				word: t(alone ? 'inbox.waiting' : 'inbox.unowned'),
				icon: 'unowned',
				count: queued,
				lamp: (queued ?? 0) > 0,
				keys: 'g u',
			},
			{ view: 'all', word: t('inbox.all'), icon: 'talk', count: counts?.all?.open, keys: 'g e' },
			{ view: 'closed', word: t('inbox.closed'), icon: 'solved', keys: 'g c' },
		],
	}
}

type Me = Schemas['Me']
type Counts = Schemas['Counters']

function teamsOf(who: Me | undefined, all: Schemas['Department'][], counts: Counts | undefined): Place[] {
	const hats = new Set(who?.agent.departments ?? [])
	const known = all.filter((d) => who?.scope.unlimited || hats.has(d.key))
	const first = known.find((d) => hats.has(d.key)) ?? known[0]
	return known.map((d) => ({
		view: `team-${d.key}`,
		word: d.name,
		icon: 'tray',
		count: counts?.departments?.[d.key]?.open,
		...(d === first && { keys: 'g t' }),
	}))
}

/** unownedIn counts what nobody leads in the departments somebody may see. */
function unownedIn(who: Me | undefined, counts: Counts | undefined): number | undefined {
	if (!who || !counts) return undefined
	if (who.scope.unlimited) return counts.all?.queued ?? 0
	const scope = who.scope.departments ?? Object.keys(counts.departments ?? {})
	return scope.reduce((n, d) => n + (counts.departments?.[d]?.queued ?? 0), 0)
}

/** A place of the company: where work is set up or tried. */
export interface CompanyPlace {
	word: string
	icon: IconName
	/** A route of the console, or … */
	to?: string
	/** … a page of the server that is none of the console's, which opens beside it. */
	href?: string
}

/** What is known of this installation. */
interface At {
	practice: boolean
	sample: boolean
}

interface Known extends Omit<CompanyPlace, 'word'> {
	word: Key
	shown: (who: Me, at: At) => boolean
}

// One line for each place. It is shown to those who may use it, and where it is served.
const company: Known[] = [
	{
		word: 'cover.title',
		icon: 'calendar',
		to: '/team',
		shown: (who) => who.permissions.includes('agent.read'),
	},
	{
		word: 'networks.title',
		icon: 'plug',
		to: '/networks',
		shown: (who) => who.permissions.includes('account.manage'),
	},
	{
		word: 'capture.title',
		icon: 'plus',
		to: '/capture',
		shown: (who) => who.permissions.includes('conversation.work'),
	},
	{
		word: 'people.title',
		icon: 'people',
		to: '/people',
		shown: (who) => who.permissions.includes('agent.read'),
	},
	{
		word: 'outside.title',
		icon: 'email',
		to: '/outside',
		shown: (who) => who.permissions.includes('conversation.work'),
	},
	{
		word: 'oncall.title',
		icon: 'call',
		to: '/on-call',
		shown: (who) => who.permissions.includes('company.read'),
	},
	{
		word: 'policy.title',
		icon: 'policy',
		to: '/policy',
		shown: (who) => who.permissions.includes('policy.read'),
	},
	{
		word: 'triage.title',
		icon: 'read',
		to: '/triage',
		shown: (who) => who.permissions.includes('company.read'),
	},
	{
		word: 'frame.practice',
		icon: 'target',
		href: '/practice',
		shown: (_, at) => at.practice,
	},
	{
		word: 'sample.title',
		icon: 'flag',
		to: '/sample',
		shown: (_, at) => at.sample,
	},
]

/** useCompany lists the places of the company that somebody may go to. */
export function useCompany(): CompanyPlace[] {
	const { data: who } = useQuery(me)
	const { data: here } = useQuery(installation)
	const { data: invented } = useQuery(sample)
	if (!who) return []
	const at = { practice: here?.practice === true, sample: invented?.present === true }
	return company
		.filter((p) => p.shown(who, at))
		.map(({ shown: _, word, ...place }) => ({ ...place, word: t(word) }))
}
