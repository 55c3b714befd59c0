import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import { unpatched } from '../api/patch'
import { me } from '../api/query'
import type { Option } from '../ui/choose'
import { t } from '../words/catalogue'

export type Presence = 'here' | 'paused' | 'away'

const icons = { here: 'tick', paused: 'pause', away: 'exit' } as const

/** presences are the ways of being there, in their order. */
export const presences = (): Option<Presence>[] =>
	(['here', 'paused', 'away'] as const).map((value) => ({
		value,
		label: presenceWord(value),
		icon: icons[value],
	}))

export function presenceWord(presence: string): string {
	return t(presence === 'here' ? 'frame.here' : presence === 'paused' ? 'frame.paused' : 'frame.away')
}

/** usePresence says whether one takes work. It shows at once and is taken back when the server refuses. */
export function usePresence() {
	const queries = useQueryClient()
	const show = (change: (agent: Schemas['Agent']) => Schemas['Agent']) =>
		queries.setQueryData<Schemas['Me']>(me.queryKey, (who) => who && { ...who, agent: change(who.agent) })
	return useMutation({
		mutationFn: (presence: Presence) => ask(api.PUT('/api/v1/me/presence', { body: { presence } })),
		onMutate: (presence) => {
			const before = queries.getQueryData<Schemas['Me']>(me.queryKey)?.agent
			show((agent) => ({ ...agent, presence }))
			return before
		},
		onError: (_error, presence, before) => {
			if (before) show((agent) => unpatched(agent, before, { presence }))
		},
		onSettled: () => queries.invalidateQueries({ queryKey: me.queryKey }),
	})
}
