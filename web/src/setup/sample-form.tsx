import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { Heading } from '../app/heading'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { isEmail, wrongOf } from './check'
import { NewPassword, shortest } from './password'
import { useRoom } from './room'
import { useEntering } from './start'

/** SampleForm lets somebody look around the sample company for the price of a password. */
export function SampleForm() {
	const { draft, password, setPassword } = useRoom()
	const [email, setEmail] = useState(draft.email || 'you@example.org')
	const [wrong, setWrong] = useState<{ email?: string; password?: string }>({})
	const enter = useEntering('/')
	const look = useMutation({
		mutationFn: () =>
			ask(
				api.POST('/api/v1/setup/sample', {
					body: { email: email.trim(), password, ...(draft.name.trim() && { name: draft.name.trim() }) },
				}),
			),
		onSuccess: enter,
	})
	const submit = () => {
		const found = {
			...(!isEmail(email) && { email: t('setup.emailWrong') }),
			...([...password].length < shortest && { password: t('setup.passwordShort') }),
		}
		setWrong(found)
		if (Object.keys(found).length === 0) look.mutate()
	}
	return (
		<form
			noValidate
			className="mx-auto flex max-w-[400px] flex-col gap-4 desk:mt-[12vh]"
			onSubmit={(e) => {
				e.preventDefault()
				submit()
			}}
		>
			<Heading size="large">{t('setup.sampleTitle')}</Heading>
			<p className="text-14 text-ink-2">{t('setup.sampleLead')}</p>
			<TextField
				label={t('setup.sampleEmail')}
				type="email"
				name="email"
				autoComplete="username"
				required
				value={email}
				error={wrong.email ?? wrongOf(look.error, 'email')}
				onChange={(e) => setEmail(e.target.value)}
			/>
			<NewPassword
				label={t('setup.password')}
				value={password}
				onChange={setPassword}
				help={t('setup.passwordHelp')}
				error={wrong.password ?? wrongOf(look.error, 'password')}
			/>
			{look.error && <Trouble error={look.error} />}
			<Button look="act" size="large" type="submit" disabled={look.isPending}>
				{t('setup.sampleGo')}
			</Button>
			<Link to="/setup" search={{ look: false }} className="self-start py-1 text-ink-2 underline">
				{t('setup.own')}
			</Link>
		</form>
	)
}
