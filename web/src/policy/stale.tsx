import { useQueryClient } from '@tanstack/react-query'
import { api, ask, Problem } from '../api/client'
import { Button } from '../ui/button'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { draft as draftQuery } from './api'
import { useDesk } from './desk'

/** Stale says that a draft could not be kept, and what can be done: nothing that was written is lost meanwhile. */
export function Stale() {
	const { saved, name, over, takeTheirs, flush } = useDesk()
	const queries = useQueryClient()
	if (saved.is !== 'failed') return null
	if (!(saved.error instanceof Problem) || saved.error.code !== 'stale')
		return <Trouble error={saved.error} again={() => void flush()} className="mx-4 mt-3" />
	const theirs = () =>
		ask(api.GET('/api/v1/policy-drafts/{name}', { params: { path: { name } } })).then((d) => {
			queries.setQueryData(draftQuery(name).queryKey, d)
			return d
		})
	return (
		<div
			role="alert"
			className="mx-4 mt-3 flex flex-wrap items-center gap-2 rounded-card bg-hold-soft px-3 py-2"
		>
			<p className="min-w-0 flex-1">
				<b className="text-hold">{t('policy.stale')}</b> {t('policy.staleHint')}
			</p>
			<Button size="small" onClick={() => void theirs().then(takeTheirs)}>
				{t('policy.takeTheirs')}
			</Button>
			<Button size="small" look="quiet" onClick={() => void theirs().then((d) => over(d.version))}>
				{t('policy.overTheirs')}
			</Button>
		</div>
	)
}
