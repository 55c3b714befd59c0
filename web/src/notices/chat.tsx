import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../ui/button'
import { useNow } from '../ui/now'
import { when } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { TwoSteps } from '../ui/two-steps'
import { t } from '../words/catalogue'
import type { Hook } from './api'
import { ChatForm, type Said } from './chat-form'
import type { Place } from './place'
import { Secret } from './secret'

interface Props {
	place: Place
	hook: Hook
}

/** Chat is one chat tool: what it is told, how that went, and what can be done with it. */
export function Chat({ place, hook }: Props) {
	const [changing, setChanging] = useState(false)
	const told = (hook.events ?? []).map(place.word).join(' · ')
	return (
		<li className="flex flex-col gap-2 border-t border-line py-3 first:border-0 first:pt-0">
			<div className="flex flex-wrap items-baseline gap-x-3">
				<b>{hook.name}</b>
				<Fate hook={hook} />
			</div>
			{changing ? (
				<Change place={place} hook={hook} done={() => setChanging(false)} />
			) : (
				<>
					{told && <p className="text-12 text-ink-2">{told}</p>}
					<Doing place={place} hook={hook} change={() => setChanging(true)} />
				</>
			)}
		</li>
	)
}

/** Change changes what it is called and what it is told of. */
function Change({ place, hook, done }: Props & { done: () => void }) {
	const queries = useQueryClient()
	const save = useMutation({
		mutationFn: ({ name, events }: Said) =>
			place.change(hook.id, { name, ...(place.events.length > 0 && { events }) }),
		onSuccess: async () => {
			await queries.invalidateQueries({ queryKey: place.stale })
			done()
		},
	})
	return (
		<ChatForm
			place={place}
			said={{ name: hook.name, url: '', events: hook.events ?? [] }}
			adding={save}
			word={t('notices.save')}
			back={done}
		/>
	)
}

/** Doing is what can be done with a chat tool. */
function Doing({ place, hook, change }: Props & { change: () => void }) {
	const queries = useQueryClient()
	const again = () => queries.invalidateQueries({ queryKey: place.stale })
	const test = useMutation({ mutationFn: () => place.test(hook.id), onSettled: again })
	const turn = useMutation({
		mutationFn: (state: 'on' | 'paused') => place.change(hook.id, { state }),
		onSuccess: again,
	})
	const renew = useMutation({ mutationFn: () => place.renew(hook.id) })
	const remove = useMutation({ mutationFn: () => place.remove(hook.id), onSuccess: again })
	const paused = hook.state === 'paused'
	const error = test.error ?? turn.error ?? renew.error ?? remove.error
	return (
		<>
			<div className="flex flex-wrap items-center gap-2">
				<Button size="small" disabled={test.isPending} onClick={() => test.mutate()}>
					{t('notices.chatTest')}
				</Button>
				<Button size="small" look="quiet" onClick={change}>
					{t('team.change')}
				</Button>
				<Button
					size="small"
					look="quiet"
					disabled={turn.isPending}
					onClick={() => turn.mutate(paused ? 'on' : 'paused')}
				>
					{t(paused ? 'notices.chatResume' : 'notices.chatPause')}
				</Button>
				<TwoSteps
					word={t('team.renew')}
					ask={t('team.renewSure')}
					busy={renew.isPending}
					run={() => renew.mutate()}
				/>
				<TwoSteps
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
		</>
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
