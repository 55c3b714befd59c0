import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask, type Schemas } from '../api/client'
import { me } from '../api/query'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { answersOf, forget } from './draft'
import { NewPassword, shortest } from './password'
import type { Proposal } from './propose'
import { useRoom } from './room'

export type Done = Pick<Schemas['SetupDone'], 'me' | 'people'>

/** useEntering goes inside once an installation has been set up. */
export function useEntering(next: '/' | '/welcome'): (done: Done) => void {
	const queries = useQueryClient()
	const navigate = useNavigate()
	return (done) => {
		forget()
		queries.clear()
		queries.setQueryData(me.queryKey, done.me)
		void queries.invalidateQueries({ queryKey: me.queryKey }) // the sample company has moved them since
		void navigate({ to: next, replace: true })
	}
}

/** Start makes the company as it was proposed. A page that was loaded again asks for the password once more. */
export function Start({ proposal }: { proposal: Proposal }) {
	const { draft, password, setPassword, inside, unnamed } = useRoom()
	const enter = useEntering('/welcome')
	const queries = useQueryClient()
	const start = useMutation({
		mutationFn: (): Promise<Done> => {
			const said = { answers: answersOf(draft), policy_hash: proposal.policy_hash }
			const who = { name: draft.name.trim(), email: draft.email.trim() }
			if (inside) return ask(api.POST('/api/v1/company', { body: { ...said, ...(unnamed && who) } }))
			return ask(api.POST('/api/v1/setup', { body: { ...said, ...who, password } }))
		},
		onSuccess: enter,
		onError: () => queries.invalidateQueries({ queryKey: ['setup', 'proposal'] }),
	})
	const [asked] = useState(!inside && [...password].length < shortest) // typed here, it must not go with its last letter
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
					disabled={start.isPending || (!inside && [...password].length < shortest)}
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
				<p className="text-12 text-ink-3 max-rail:hidden">{t('setup.startNote')}</p>
				<p className="ms-auto flex items-center gap-1.5 text-12 text-good max-rail:hidden">
					<Icon name="tick" size={14} />
					{t('setup.checked')}
				</p>
			</div>
		</form>
	)
}
