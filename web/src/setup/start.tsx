import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask, type Schemas } from '../api/client'
import { me } from '../api/query'
import { Button } from '../ui/button'
import { dayOf } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { answersOf, forget } from './draft'
import { NewPassword, shortest } from './password'
import type { Proposal } from './propose'
import { useRoom } from './room'

export type Done = Schemas['SetupDone']

/** useEntering goes inside once an installation has been set up. */
export function useEntering(): (done: Done) => void {
	const queries = useQueryClient()
	const navigate = useNavigate()
	return (done) => {
		forget()
		const named = done.people
		queries.clear()
		queries.setQueryData(me.queryKey, done.me)
		void queries.invalidateQueries({ queryKey: me.queryKey }) // the sample company has moved them since
		void (named.length > 0
			? navigate({ to: '/welcome', replace: true })
			: navigate({ to: '/', replace: true }))
	}
}

/** Start makes the company as it was proposed. A page that was loaded again asks for the password once more. */
export function Start({ proposal }: { proposal: Proposal }) {
	const { draft, password, setPassword } = useRoom()
	const enter = useEntering()
	const queries = useQueryClient()
	const start = useMutation({
		mutationFn: () =>
			ask(
				api.POST('/api/v1/setup', {
					body: {
						answers: answersOf(draft),
						name: draft.name.trim(),
						email: draft.email.trim(),
						password,
						policy_hash: proposal.policy_hash,
					},
				}),
			),
		onSuccess: enter,
		onError: () => queries.invalidateQueries({ queryKey: ['setup', 'proposal'] }),
	})
	const [asked] = useState([...password].length < shortest) // typed here, it must not go with its last letter
	return (
		<form
			className="sticky bottom-0 flex flex-col gap-3 border-t border-line bg-sunken px-4 py-3 rail:px-11 desk:rounded-b-sheet"
			onSubmit={(e) => {
				e.preventDefault()
				start.mutate()
			}}
		>
			{start.error && <Trouble error={start.error} />}
			{asked && (
				<div className="max-w-[400px]">
					<NewPassword
						label={t('setup.passwordAgain')}
						value={password}
						onChange={setPassword}
						help={t('setup.passwordAgainHelp')}
					/>
				</div>
			)}
			<div className="flex flex-wrap items-center gap-x-3 gap-y-2">
				<Button
					look="act"
					size="large"
					type="submit"
					disabled={start.isPending || [...password].length < shortest}
					className="max-rail:h-11 max-rail:w-full"
				>
					{t('setup.start')}
				</Button>
				<Link
					to="/setup"
					className="inline-flex h-10 items-center justify-center rounded-control bg-surface px-4 text-14 font-semibold shadow-[inset_0_0_0_1px_var(--line-strong)] hover:bg-hover max-rail:w-full"
				>
					{t('setup.back')}
				</Link>
				<p className="text-12 text-ink-3 max-rail:hidden">
					{t('setup.policyName', { hash: proposal.policy_hash.slice(0, 8) })}
					<br />
					{t('setup.review', { date: dayOf(new Date(proposal.review_at), new Date()) })}
				</p>
			</div>
		</form>
	)
}
