import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, Problem } from '../api/client'
import { Button } from '../ui/button'
import { Copyable } from '../ui/copy'
import { TextField } from '../ui/field'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { type Hook, hooks } from './api'

/** Chats lists the chat tools one is told in. */
export function Chats() {
	const { data } = useQuery(hooks)
	return (
		<section className="flex flex-col gap-2 border-t border-line pt-4">
			<h2 className="text-15 font-semibold">{t('notices.chats')}</h2>
			<p className="text-ink-2">{t('notices.chatsHelp')}</p>
			<ul>
				{data?.items.map((h) => (
					<Chat key={h.id} hook={h} />
				))}
			</ul>
			<NewChat />
		</section>
	)
}

/** useAgain reads the chats and what depends on them again. */
function useAgain() {
	const queries = useQueryClient()
	return () => queries.invalidateQueries({ queryKey: ['me'] })
}

function NewChat() {
	const [name, setName] = useState('')
	const [url, setUrl] = useState('')
	const again = useAgain()
	const add = useMutation({
		mutationFn: () =>
			ask(api.POST('/api/v1/me/chat-hooks', { body: { name: name.trim(), url: url.trim() } })),
		onSuccess: () => {
			setName('')
			setUrl('')
			return again()
		},
	})
	const wrong = (field: string) => (add.error instanceof Problem ? add.error.field(field) : undefined)
	return (
		<form
			className="flex flex-col gap-3"
			onSubmit={(e) => {
				e.preventDefault()
				add.mutate()
			}}
		>
			<div className="grid grid-cols-1 gap-3 rail:grid-cols-2">
				<TextField
					label={t('notices.chatName')}
					required
					maxLength={100}
					value={name}
					error={wrong('name')}
					onChange={(e) => setName(e.target.value)}
				/>
				<TextField
					label={t('notices.chatUrl')}
					type="url"
					required
					value={url}
					error={wrong('url')}
					onChange={(e) => setUrl(e.target.value)}
				/>
			</div>
			{add.data && (
				<div className="flex flex-col gap-1">
					<p className="text-12 text-ink-2">{t('notices.chatSecret')}</p>
					<Copyable text={add.data.secret} label={t('notices.chats')} />
				</div>
			)}
			{add.error && !wrong('url') && !wrong('name') && <Trouble error={add.error} />}
			<Button type="submit" icon="plus" className="self-start" disabled={add.isPending}>
				{t('notices.chatAdd')}
			</Button>
		</form>
	)
}

function Chat({ hook }: { hook: Hook }) {
	const again = useAgain()
	const params = { path: { id: hook.id } }
	const test = useMutation({
		mutationFn: () => ask(api.POST('/api/v1/me/chat-hooks/{id}/test', { params })),
	})
	const turn = useMutation({
		mutationFn: (state: 'on' | 'paused') =>
			ask(api.PATCH('/api/v1/me/chat-hooks/{id}', { params, body: { state } })),
		onSuccess: again,
	})
	const remove = useMutation({
		mutationFn: () => ask(api.DELETE('/api/v1/me/chat-hooks/{id}', { params })),
		onSuccess: again,
	})
	const paused = hook.state === 'paused'
	const error = test.error ?? turn.error ?? remove.error
	return (
		<li className="flex flex-wrap items-center gap-2 py-1">
			<b className="flex-1">
				{hook.name} {paused && <span className="font-normal text-hold">{t('notices.chatPaused')}</span>}{' '}
				{hook.trouble && <span className="text-12 font-normal text-late">{hook.trouble}</span>}
			</b>
			<Button size="small" onClick={() => test.mutate()} disabled={test.isPending}>
				{t('notices.chatTest')}
			</Button>
			<Button size="small" look="quiet" onClick={() => turn.mutate(paused ? 'on' : 'paused')}>
				{t(paused ? 'notices.chatResume' : 'notices.chatPause')}
			</Button>
			<Button size="small" look="quiet" bare icon="close" onClick={() => remove.mutate()}>
				{t('notices.chatRemove', { name: hook.name })}
			</Button>
			<p role="status" className={`w-full text-12 ${test.data?.ok ? 'text-good' : 'text-late'}`}>
				{test.data?.text}
			</p>
			{error && <Trouble error={error} className="w-full" />}
		</li>
	)
}
