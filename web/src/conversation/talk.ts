import { useQuery } from '@tanstack/react-query'
import { createContext, use, useMemo } from 'react'
import { agents, type Conversation, departments, me } from '../api/query'
import { t } from '../words/catalogue'
import { type May, mayOf, type Self } from './possible'
import type { Detail } from './queries'

/** Talk is the open conversation, for everything that shows a part of it. */
export interface Talk {
	id: string
	detail: Detail
	c: Conversation
	self: Self
	may: May
	names: Names
	/** Which of its panels is open. */
	panel: PanelName | null
	open: (panel: PanelName | null) => void
}

export type PanelName =
	| 'close'
	| 'transfer'
	| 'ask'
	| 'snooze'
	| 'release'
	| 'reroute'
	| 'takeOver'
	| 'decline'
	| 'alarm'
	| 'askOutside'

/** Names puts people and teams into words. */
export interface Names {
	/** At the beginning of a sentence: You, or a name. */
	who: (agent?: string) => string
	/** The name itself, also of whoever looks. */
	name: (agent?: string) => string
	/** Within one: you, or a name. */
	whom: (agent?: string) => string
	team: (key?: string) => string
}

const context = createContext<Talk | null>(null)
export const TalkProvider = context.Provider

/** useTalk gives the open conversation; it is for what stands inside one. */
export function useTalk(): Talk {
	const talk = use(context)
	if (!talk) throw new Error('no conversation is open around this')
	return talk
}

/** useSelf is who is signed in. */
export function useSelf(): Self | undefined {
	const { data } = useQuery(me)
	return useMemo(() => data && { id: data.agent.id, permissions: data.permissions }, [data])
}

/** useNames knows the people and teams of the company. */
export function useNames(self?: Self): Names {
	const { data: people } = useQuery(agents)
	const { data: teams } = useQuery(departments)
	return useMemo(() => {
		const names = new Map(people?.items.map((a) => [a.id, a.name]))
		const named = (agent: string | undefined, you: string, somebody: string) =>
			agent === undefined ? t('event.system') : agent === self?.id ? you : (names.get(agent) ?? somebody)
		const keys = new Map(teams?.items.map((d) => [d.key, d.name]))
		return {
			who: (agent) => named(agent, t('people.you'), t('people.somebody')),
			name: (agent) => (agent && names.get(agent)) || t('people.somebody'),
			whom: (agent) => named(agent, t('people.youWithin'), t('people.somebodyWithin')),
			team: (key) => (key ? (keys.get(key) ?? key) : ''),
		}
	}, [people, teams, self?.id])
}

/** talkOf puts together what a conversation's parts need. */
export function talkOf(detail: Detail, self: Self, names: Names, rest: Pick<Talk, 'panel' | 'open'>): Talk {
	const c = detail.conversation
	return { id: c.id, detail, c, self, may: mayOf(c, self, detail.actions), names, ...rest }
}
