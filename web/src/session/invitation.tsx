import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask, Problem, type Schemas } from '../api/client'
import { me } from '../api/query'
import { Heading } from '../app/heading'
import { wrongOf } from '../setup/check'
import { NewPassword, shortest } from '../setup/password'
import { Button } from '../ui/button'
import { exactly } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { Door } from './door'
import { take } from './token'
import '../words/en/setup'

interface Held {
	token: string
	of: Schemas['InvitationView']
}

/** Gone is a page that was loaded again, which made it forget its link. */
class Gone extends Error {}

const invitation = queryOptions({
	queryKey: ['invitation'],
	retry: false,
	queryFn: async (): Promise<Held> => {
		const token = take('invitation')
		if (!token) throw new Gone()
		return { token, of: await ask(api.POST('/api/v1/invitations/read', { body: { token } })) }
	},
})

/** InvitationPage lets somebody who was invited choose their own password. */
export function InvitationPage() {
	const { data, error } = useQuery(invitation)
	return (
		<Door lead={t('session.lead')}>
			<div className="mx-auto flex max-w-[400px] flex-col gap-4 desk:mt-[14vh]">
				{data && <Accept held={data} />}
				{error && <Refused error={error} />}
				{!data && !error && (
					<p role="status" className="text-ink-3">
						{t('invitation.opening')}
					</p>
				)}
			</div>
		</Door>
	)
}

function Refused({ error }: { error: unknown }) {
	if (error instanceof Gone) {
		return (
			<>
				<Heading size="large">{t('invitation.goneTitle')}</Heading>
				<p className="text-14 text-ink-2">{t('invitation.goneText')}</p>
			</>
		)
	}
	if (!(error instanceof Problem) || error.status !== 401) return <Trouble error={error} />
	return (
		<>
			<Heading size="large">{t('invitation.badTitle')}</Heading>
			<p role="alert" className="text-14 text-ink-2">
				{t('invitation.badText')}
			</p>
		</>
	)
}

function Accept({ held: { token, of } }: { held: Held }) {
	const [password, setPassword] = useState('')
	const [short, setShort] = useState(false)
	const queries = useQueryClient()
	const navigate = useNavigate()
	const accept = useMutation({
		mutationFn: () => ask(api.POST('/api/v1/invitations/accept', { body: { token, password } })),
		onSuccess: (who) => {
			queries.clear()
			queries.setQueryData(me.queryKey, who)
			void navigate({ to: '/', replace: true })
		},
	})
	if (accept.error instanceof Problem && accept.error.status === 401) return <Refused error={accept.error} />
	return (
		<form
			noValidate
			className="flex flex-col gap-4"
			onSubmit={(e) => {
				e.preventDefault()
				const tooShort = [...password].length < shortest
				setShort(tooShort)
				if (!tooShort) accept.mutate()
			}}
		>
			<Heading size="large">{t('invitation.title', { name: of.name })}</Heading>
			<p className="text-14 text-ink-2">{t('invitation.lead', { company: of.company, email: of.email })}</p>
			<input type="hidden" autoComplete="username" value={of.email} readOnly />
			<NewPassword
				label={t('invitation.password')}
				value={password}
				onChange={setPassword}
				help={t('setup.passwordHelp')}
				error={short ? t('setup.passwordShort') : wrongOf(accept.error, 'password')}
			/>
			{accept.error && <Trouble error={accept.error} />}
			<Button look="act" size="large" type="submit" disabled={accept.isPending}>
				{t('invitation.go')}
			</Button>
			<p className="text-12 text-ink-3">
				{t('invitation.until', { time: exactly(new Date(of.expires_at)) })}
			</p>
		</form>
	)
}
