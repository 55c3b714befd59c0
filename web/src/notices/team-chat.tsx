import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { Button } from '../ui/button'
import { useNow } from '../ui/now'
import { when } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { type Hook, teamHooks } from './api'
import { Secret } from './secret'
import { teamWord } from './team-events'

/** TeamChat is one chat of a department: what it is told, how that went, and what can be done with it. */
export function TeamChat({ department, hook }: { department: string; hook: Hook }) {
	const queries = useQueryClient()
	const again = () => queries.invalidateQueries({ queryKey: teamHooks(department).queryKey })
	const at = { params: { path: { key: department, id: hook.id } } }
	const test = useMutation({
		mutationFn: () => ask(api.POST('/api/v1/departments/{key}/chat-hooks/{id}/test', at)),
		onSettled: again,
	})
	const turn = useMutation({
		mutationFn: (state: 'on' | 'paused') =>
			ask(api.PATCH('/api/v1/departments/{key}/chat-hooks/{id}', { ...at, body: { state } })),
		onSuccess: again,
	})
	const renew = useMutation({
		mutationFn: () => ask(api.POST('/api/v1/departments/{key}/chat-hooks/{id}/secret', at)),
	})
	const remove = useMutation({
		mutationFn: () => ask(api.DELETE('/api/v1/departments/{key}/chat-hooks/{id}', at)),
		onSuccess: again,
	})
	const paused = hook.state === 'paused'
	const error = test.error ?? turn.error ?? renew.error ?? remove.error
	return (
		<li className="flex flex-col gap-2 border-t border-line py-3 first:border-0 first:pt-0">
			<div className="flex flex-wrap items-baseline gap-x-3">
				<b>{hook.name}</b>
				<Fate hook={hook} />
			</div>
			<p className="text-12 text-ink-2">{(hook.events ?? []).map(teamWord).join(' · ')}</p>
			<div className="flex flex-wrap items-center gap-2">
				<Button size="small" disabled={test.isPending} onClick={() => test.mutate()}>
					{t('notices.chatTest')}
				</Button>
				<Button
					size="small"
					look="quiet"
					disabled={turn.isPending}
					onClick={() => turn.mutate(paused ? 'on' : 'paused')}
				>
					{t(paused ? 'notices.chatResume' : 'notices.chatPause')}
				</Button>
				<Sure
					word={t('team.renew')}
					ask={t('team.renewSure')}
					busy={renew.isPending}
					run={() => renew.mutate()}
				/>
				<Sure
					word={t('team.remove')}
					ask={t('team.removeSure', { name: hook.name })}
					busy={remove.isPending}
					run={() => remove.mutate()}
				/>
				<span role="status" className={`text-12 ${test.data?.ok ? 'text-good' : 'text-late'}`}>
					{test.data?.text}
				</span>
			</div>
			{renew.data && <Secret name={hook.name} secret={renew.data.secret} />}
			{error && <Trouble error={error} />}
		</li>
	)
}

/** Fate is how telling this chat went last. */
function Fate({ hook }: { hook: Hook }) {
	const now = useNow(60_000)
	const at = (time?: string) => (time ? when(new Date(time), now) : '')
	return (
		<span className="flex flex-wrap gap-x-2 text-12">
			{hook.state === 'paused' && <b className="text-hold">{t('notices.chatPaused')}</b>}
			{hook.trouble && (
				<span className="text-late">
					{t('team.failed', {
						time: at(hook.tried_at),
						n: hook.failures,
						why: hook.trouble.replaceAll('_', ' '),
					})}
				</span>
			)}
			<span className={hook.told_at && !hook.trouble ? 'text-good' : 'text-ink-3'}>
				{hook.told_at ? t('team.told', { time: at(hook.told_at) }) : t('team.never')}
			</span>
		</span>
	)
}

interface SureProps {
	word: string
	ask: string
	busy: boolean
	run: () => void
}

/** Sure is a button that asks once more, in its place. */
function Sure({ word, ask, busy, run }: SureProps) {
	const [asked, setAsked] = useState(false)
	if (!asked) {
		return (
			<Button size="small" look="quiet" disabled={busy} onClick={() => setAsked(true)}>
				{word}
			</Button>
		)
	}
	return (
		<span className="flex flex-wrap items-center gap-2 rounded-control bg-late-soft px-2 py-1">
			<span className="text-12">{ask}</span>
			<Button
				size="small"
				look="danger"
				disabled={busy}
				onClick={() => {
					setAsked(false)
					run()
				}}
			>
				{word}
			</Button>
			<Button size="small" look="quiet" onClick={() => setAsked(false)}>
				{t('people.cancel')}
			</Button>
		</span>
	)
}
