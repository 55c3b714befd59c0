import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, Problem } from '../api/client'
import { Button } from '../ui/button'
import { Segments, Select } from '../ui/choose'
import { Copyable } from '../ui/copy'
import { Field, TextField } from '../ui/field'
import { useSingle } from '../ui/single'
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
	const once = useSingle(() => make.mutateAsync())
	const wrong = make.error instanceof Problem ? make.error.field('name') : undefined
	if (make.data) return <Shown name={make.data.name} secret={make.data.secret} done={make.reset} />
	return (
		<form
			className="flex flex-wrap items-end gap-3"
			onSubmit={(e) => {
				e.preventDefault()
				once()
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
					<Select
						{...tie}
						value={lasts}
						options={[
							{ value: 'month', label: t('me.month') },
							{ value: 'quarter', label: t('me.quarter') },
							{ value: 'year', label: t('me.year') },
							{ value: 'never', label: t('me.never') },
						]}
						onChange={(e) => setLasts(e.target.value as Lasts)}
					/>
				)}
			</Field>
			<div className="flex w-full flex-wrap items-center gap-3">
				<Segments
					label={t('me.reach')}
					value={reach}
					options={[
						{ value: 'read', label: t('me.reachRead') },
						{ value: 'all', label: t('me.reachAll') },
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
	return (
		<div className="rounded-card bg-cord-soft p-3">
			<p role="status" className="pb-2 font-medium">
				{t('me.created', { name })}
			</p>
			<Copyable text={secret} />
			<Button look="act" className="mt-2" onClick={done}>
				{t('me.done')}
			</Button>
		</div>
	)
}
