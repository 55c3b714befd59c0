import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { me } from '../api/query'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { Wordmark } from '../ui/mark'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { Board } from './board'

const route = getRouteApi('/sign-in')

/** SignIn asks who is there. Whoever was sent here goes back to where they were. */
export function SignIn() {
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
		<main className="grid min-h-full grid-cols-1 desk:grid-cols-[1fr_minmax(480px,46%)]">
			<section className="flex flex-col gap-8 p-6 rail:p-14">
				<Wordmark />
				<p className="max-w-[12ch] text-36 font-semibold max-desk:hidden">{t('session.lead')}</p>
				<Board />
			</section>
			<section className="bg-surface p-6 shadow-rest rail:p-14 desk:m-2 desk:rounded-sheet">
				<form
					className="mx-auto flex max-w-[360px] flex-col gap-4 desk:mt-[14vh]"
					onSubmit={(e) => {
						e.preventDefault()
						signIn.mutate()
					}}
				>
					<h1 className="text-24 font-semibold">{t('session.title')}</h1>
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
					<TextField
						label={t('session.password')}
						type="password"
						name="password"
						autoComplete="current-password"
						required
						value={password}
						onChange={(e) => setPassword(e.target.value)}
					/>
					{signIn.error && <Trouble error={signIn.error} />}
					<Button look="act" size="large" type="submit" disabled={signIn.isPending}>
						{t('session.submit')}
					</Button>
					<p className="text-12 text-ink-3">{t('session.help')}</p>
				</form>
			</section>
		</main>
	)
}
