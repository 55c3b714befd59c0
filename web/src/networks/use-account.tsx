import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, ask } from '../api/client'
import { unpatched } from '../api/patch'
import { Button, type Look } from '../ui/button'
import { Trouble } from '../ui/trouble'
import { type Key, t } from '../words/catalogue'
import type { AccountView, Seen } from './api'

type Target = 'listen' | 'live' | 'paused'

/** waysOn are what an account may become from what it is, the likeliest first. */
export function waysOn(state: string, posts: boolean): { to: Target; word: Key; look: Look }[] {
	const live = (word: Key) => ({ to: 'live' as const, word, look: 'act' as const })
	const listen = (word: Key, look: Look) => ({ to: 'listen' as const, word, look })
	const pause = { to: 'paused' as const, word: 'networks.pause' as const, look: 'plain' as const }
	switch (state) {
		case 'history':
		case 'by_hand':
			return []
		case 'paused':
			return [
				...(posts ? [live('networks.resumeLive')] : []),
				listen('networks.resumeListen', posts ? 'plain' : 'act'),
			]
		case 'listen':
			return [...(posts ? [live('networks.startAnswering')] : []), pause]
		default:
			return [pause, listen('networks.listenOnly', 'plain')]
	}
}

/** Use changes what an account is used for. The change shows at once, and is taken back when it is refused. */
export function Use({ view, posts }: { view: AccountView; posts: boolean }) {
	const queries = useQueryClient()
	const key = ['accounts', view.id]
	const show = (change: (account: AccountView) => AccountView) =>
		queries.setQueryData<Seen>(key, (seen) => seen && { ...seen, account: change(seen.account) })
	const become = useMutation({
		mutationFn: (state: Target) =>
			ask(api.PUT('/api/v1/accounts/{id}/state', { params: { path: { id: view.id } }, body: { state } })),
		onMutate: (state) => {
			const before = queries.getQueryData<Seen>(key)?.account
			show((account) => ({ ...account, state }))
			return before
		},
		onError: (_, state, before) => {
			if (before) show((account) => unpatched(account, before, { state }))
		},
		onSettled: () => queries.invalidateQueries({ queryKey: ['accounts'] }),
	})
	if (view.state === 'history' || view.state === 'by_hand') {
		return (
			<p>
				<Link
					to="/networks/new/$network"
					params={{ network: view.network }}
					className="font-semibold text-cord underline"
				>
					{t('networks.claim')}
				</Link>
			</p>
		)
	}
	return (
		<div className="flex flex-col gap-2">
			<div className="flex flex-wrap gap-2">
				{waysOn(view.state, posts).map((way) => (
					<Button
						key={way.to}
						look={way.look}
						size="large"
						disabled={become.isPending}
						onClick={() => become.mutate(way.to)}
					>
						{t(way.word)}
					</Button>
				))}
			</div>
			{become.error && <Trouble error={become.error} />}
		</div>
	)
}
