import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { me } from '../api/query'
import { Heading } from '../app/heading'
import { Waiting } from '../setup/closed'
import { setupState } from '../setup/visit'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { PasswordField } from '../ui/password-field'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { Door } from './door'
import '../words/en/setup'

const route = getRouteApi('/sign-in')

/** SignIn asks who is there. Where nobody works yet it says how to set up. */
export function SignIn() {
	const { data: state } = useQuery(setupState)
	return (
		<Door lead={t('session.lead')}>
			<div className="mx-auto flex max-w-[360px] flex-col gap-4 desk:mt-[14vh]">
				{state?.needed ? <Waiting /> : <SignInForm />}
			</div>
		</Door>
	)
}

/** SignInForm takes whoever was sent here back to where they were. */
function SignInForm() {
	const { to } = route.useSearch()
	const router = useRouter()
	const queries = useQueryClient()
	const [email, setEmail] = useState('')
	const [password, setPassword] = useState('')
	const signIn = useMutation({
		mutationFn: () => ask(api.POST('/api/v1/session', { body: { email, password } })),
		onSuccess: (who) => {
			queries.clear()
			queries.setQueryData(me.queryKey, who)
			router.history.push(to ?? '/')
		},
	})
	return (
		<form
			className="flex flex-col gap-4"
			onSubmit={(e) => {
				e.preventDefault()
				signIn.mutate()
			}}
		>
			<Heading size="large">{t('session.title')}</Heading>
			{to && to !== '/' && (
				<p className="text-ink-2">
					<b>{t('session.over')}</b> {t('session.overHint')}
				</p>
			)}
			<TextField
				label={t('session.email')}
				type="email"
				name="email"
				autoComplete="username"
				required
				value={email}
				onChange={(e) => setEmail(e.target.value)}
			/>
			<PasswordField label={t('session.password')} value={password} onChange={setPassword} />
			{signIn.error && <Trouble error={signIn.error} />}
			<Button look="act" size="large" type="submit" disabled={signIn.isPending}>
				{t('session.submit')}
			</Button>
			<p className="text-12 text-ink-3">{t('session.help')}</p>
		</form>
	)
}
