import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask, Problem } from '../api/client'
import { accounts, me } from '../api/query'
import { sample } from '../sample/api'
import { Button } from '../ui/button'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import '../words/en/networks'

/** standsInTheWay reports whether something was refused because practice goes on here. */
export function standsInTheWay(error: unknown): error is Problem {
	return error instanceof Problem && error.code === 'mixed'
}

/** InTheWay says that practice stands in the way of something, and offers the way out of it. */
export function InTheWay({ error, then }: { error: Problem; then: () => void }) {
	const { data: invented } = useQuery(sample)
	// The server's way out is to end practice, which the sample company cannot do without.
	const said = invented?.present ? new Problem(error.status, error.code, error.title, error.detail) : error
	return (
		<>
			<Trouble error={said} />
			<EndPractice asked then={then} />
		</>
	)
}

/**
 * EndPractice removes what was practised, after a plain question; then it goes on with what practice stood in the way of. In
 * the sample company practice goes with the whole of it.
 */
export function EndPractice({ asked = false, then }: { asked?: boolean; then?: () => void }) {
	const [asking, askFirst] = useState(asked)
	const { data: who } = useQuery(me)
	const { data: all } = useQuery(accounts)
	const { data: invented } = useQuery(sample)
	const queries = useQueryClient()
	const end = useMutation({
		mutationFn: () => ask(api.DELETE('/api/v1/practice')),
		onSuccess: () => {
			then?.()
			return queries.invalidateQueries()
		},
	})
	if (invented?.present) return asked && <LeaveSample />
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

function LeaveSample() {
	return (
		<p className="rounded-card bg-hold-soft p-3 shadow-[inset_0_0_0_1px_var(--hold-line)]">
			{t('networks.inSample')}{' '}
			<Link to="/sample" className="inline-block py-1 font-semibold text-cord underline">
				{t('networks.leaveSample')}
			</Link>
		</p>
	)
}
