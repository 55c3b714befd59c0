import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Trouble } from '../ui/trouble'
import { type Key, t } from '../words/catalogue'
import type { Amendment } from './queries'

/** AmendState says where a change of a message stands: under way, or refused and why. */
export function AmendState({ amendment: a }: { amendment: Amendment }) {
	const queries = useQueryClient()
	const drop = useMutation({
		mutationFn: () => ask(api.DELETE('/api/v1/amendments/{id}', { params: { path: { id: a.id } } })),
		onSuccess: () => queries.invalidateQueries({ queryKey: ['conversation', a.conversation_id] }),
	})
	if (a.state === 'failed') {
		return (
			<p className="mt-1 flex items-center gap-1 text-12 font-medium text-late">
				<Icon name="blocked" size={14} />
				{t('message.amend.failed', { why: a.answer || a.code || '' })}
			</p>
		)
	}
	if (a.state !== 'waiting') return null
	return (
		<div className="mt-1 flex flex-wrap items-center gap-1 text-12 font-medium text-hold">
			<Icon name="clock" size={14} />
			{t(`message.amend.${a.kind}` as Key)}
			<Button look="quiet" size="small" onClick={() => drop.mutate()}>
				{t('message.amend.drop')}
			</Button>
			{drop.error && <Trouble error={drop.error} />}
		</div>
	)
}
