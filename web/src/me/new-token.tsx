import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, Problem } from '../api/client'
import { Button } from '../ui/button'
import { Choice } from '../ui/choice'
import { Field, inputLook, TextField } from '../ui/field'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { bodyOf, type Lasts } from './token'

/** NewToken makes a token and shows it once. */
export function NewToken({ permissions }: { permissions: string[] }) {
	const queries = useQueryClient()
	const [name, setName] = useState('')
	const [lasts, setLasts] = useState<Lasts>('quarter')
	const [reach, setReach] = useState<'all' | 'read'>('read')
	const make = useMutation({
		mutationFn: () =>
			ask(api.POST('/api/v1/me/tokens', { body: bodyOf(name, lasts, reach, permissions, new Date()) })),
		onSuccess: () => {
			setName('')
			void queries.invalidateQueries({ queryKey: ['tokens'] })
		},
	})
	const wrong = make.error instanceof Problem ? make.error.field('name') : undefined
	if (make.data) return <Shown name={make.data.name} secret={make.data.secret} done={make.reset} />
	return (
		<form
			className="flex flex-wrap items-end gap-3"
			onSubmit={(e) => {
				e.preventDefault()
				make.mutate()
			}}
		>
			<TextField
				label={t('me.tokenName')}
				name="token"
				required
				maxLength={200}
				className="min-w-48 flex-1"
				value={name}
				error={wrong}
				onChange={(e) => setName(e.target.value)}
			/>
			<Field label={t('me.expires')}>
				{(tie) => (
					<select
						{...tie}
						value={lasts}
						onChange={(e) => setLasts(e.target.value as Lasts)}
						className={`${inputLook} h-10`}
					>
						<option value="month">{t('me.month')}</option>
						<option value="quarter">{t('me.quarter')}</option>
						<option value="year">{t('me.year')}</option>
						<option value="never">{t('me.never')}</option>
					</select>
				)}
			</Field>
			<div className="flex w-full flex-wrap items-center gap-3">
				<Choice
					label={t('me.reach')}
					value={reach}
					options={[
						{ value: 'read', word: t('me.reachRead') },
						{ value: 'all', word: t('me.reachAll') },
					]}
					onChange={setReach}
				/>
				<Button type="submit" icon="plus" disabled={make.isPending}>
					{t('me.create')}
				</Button>
			</div>
			{make.error && !wrong && <Trouble error={make.error} className="w-full" />}
		</form>
	)
}

function Shown({ name, secret, done }: { name: string; secret: string; done: () => void }) {
	const [copied, setCopied] = useState(false)
	const copy = async () => {
		await navigator.clipboard.writeText(secret)
		setCopied(true)
	}
	return (
		<div className="rounded-card bg-cord-soft p-3">
			<p role="status" className="pb-2 font-medium">
				{t('me.created', { name })}
			</p>
			<code className="block rounded-control bg-surface p-2 font-mono text-12 break-all select-all">
				{secret}
			</code>
			<div className="flex gap-2 pt-2">
				{navigator.clipboard && (
					<Button icon={copied ? 'tick' : 'copy'} onClick={() => void copy()}>
						{t(copied ? 'me.copied' : 'me.copy')}
					</Button>
				)}
				<Button look="act" onClick={done}>
					{t('me.done')}
				</Button>
			</div>
		</div>
	)
}
