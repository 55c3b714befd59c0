import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { me } from '../api/query'
import { useAlone } from '../app/places'
import { Button } from '../ui/button'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { does } from './api'
import '../words/en/team'

/** useNotHere says that one is not here for the rest of today. */
export function useNotHere() {
	const { data: who } = useQuery(me)
	const queries = useQueryClient()
	return useMutation({
		mutationFn: async () => who && (await does.notHere(who.agent.id)),
		onSuccess: () =>
			Promise.all(
				['agents', 'me', 'inbox', 'counters'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
			),
	})
}

/** NotHere says what it does before it is done, and that it was. */
export function NotHere({ done, className = '' }: { done: () => void; className?: string }) {
	const alone = useAlone()
	const say = useNotHere()
	return (
		<div className={`flex flex-col gap-2 rounded-card bg-sunken p-3 ${className}`}>
			<p role="status">
				{t(say.isSuccess ? 'cover.notHereDone' : alone ? 'cover.notHereAlone' : 'cover.notHereSure')}
			</p>
			{say.error && <Trouble error={say.error} />}
			<div className="flex gap-2">
				{!say.isSuccess && (
					<Button look="act" disabled={say.isPending} onClick={() => say.mutate()}>
						{t('cover.notHereDo')}
					</Button>
				)}
				<Button look="quiet" onClick={done}>
					{t(say.isSuccess ? 'frame.close' : 'cover.cancel')}
				</Button>
			</div>
		</div>
	)
}
