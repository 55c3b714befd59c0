import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, Problem } from '../api/client'
import { accounts, me } from '../api/query'
import { Button } from '../ui/button'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'

/** standsInTheWay reports whether something was refused because practice goes on here. */
export function standsInTheWay(error: unknown): boolean {
	return error instanceof Problem && error.code === 'mixed'
}

/** EndPractice removes what was practised, after a plain question; then it goes on with what practice stood in the way of. */
export function EndPractice({ asked = false, then }: { asked?: boolean; then?: () => void }) {
	const [asking, askFirst] = useState(asked)
	const { data: who } = useQuery(me)
	const { data: all } = useQuery(accounts)
	const queries = useQueryClient()
	const end = useMutation({
		mutationFn: () => ask(api.DELETE('/api/v1/practice')),
		onSuccess: () => {
			then?.()
			return queries.invalidateQueries()
		},
	})
	const practised = (all?.items ?? []).filter((a) => a.network === 'practice')
	if (practised.length === 0 || !who?.permissions.includes('installation.manage')) return null
	if (!asking) {
		return (
			<Button look="quiet" className="self-start" onClick={() => askFirst(true)}>
				{t('networks.endPractice')}
			</Button>
		)
	}
	return (
		<section
			aria-label={t('networks.endPractice')}
			className="flex flex-col items-start gap-2 rounded-card bg-hold-soft p-3 shadow-[inset_0_0_0_1px_var(--hold-line)]"
		>
			<b>{t('networks.endPracticeAsk')}</b>
			<p className="text-ink-2">
				{t('networks.endPracticeText', { accounts: practised.map((a) => a.handle).join(', ') })}
			</p>
			{end.error && <Trouble error={end.error} />}
			<div className="flex flex-wrap gap-2">
				<Button look="danger" disabled={end.isPending} onClick={() => end.mutate()}>
					{t(then ? 'networks.endPracticeThen' : 'networks.endPracticeGo')}
				</Button>
				{!asked && (
					<Button look="quiet" onClick={() => askFirst(false)}>
						{t('networks.endPracticeKeep')}
					</Button>
				)}
			</div>
		</section>
	)
}
