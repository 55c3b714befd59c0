import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, ask, Problem } from '../api/client'
import { Button } from '../ui/button'
import { Chip, Group } from '../ui/choose'
import { TextField } from '../ui/field'
import { Skeleton } from '../ui/skeleton'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { teamHooks } from './api'
import { Secret } from './secret'
import { TeamChat } from './team-chat'
import { offeredToTeams, type TeamEvent, teamWord } from './team-events'

/** TeamChats are the chat tools in which a department is told. */
export function TeamChats({ department }: { department: string }) {
	const { data, error, refetch } = useQuery(teamHooks(department))
	return (
		<section aria-label={t('team.chats')} className="flex flex-col gap-3 border-t border-line pt-5">
			<div>
				<h2 className="text-15 font-semibold">{t('team.chats')}</h2>
				<p className="text-ink-2">{t('team.chatsHelp')}</p>
			</div>
			{error && <Trouble error={error} again={() => void refetch()} />}
			{!data && !error && <Skeleton rows={1} />}
			{data && data.items.length > 0 && (
				<ul className="flex flex-col">
					{data.items.map((h) => (
						<TeamChat key={h.id} department={department} hook={h} />
					))}
				</ul>
			)}
			<NewChat department={department} />
		</section>
	)
}

function NewChat({ department }: { department: string }) {
	const [open, setOpen] = useState(false)
	const [name, setName] = useState('')
	const [url, setUrl] = useState('')
	const [events, setEvents] = useState<TeamEvent[]>(['safety', 'crisis'])
	const queries = useQueryClient()
	const add = useMutation({
		mutationFn: () =>
			ask(
				api.POST('/api/v1/departments/{key}/chat-hooks', {
					params: { path: { key: department } },
					body: { name: name.trim(), url: url.trim(), events },
				}),
			),
		onSuccess: () => {
			setOpen(false)
			setName('')
			setUrl('')
			return queries.invalidateQueries({ queryKey: teamHooks(department).queryKey })
		},
	})
	const wrong = (field: string) => (add.error instanceof Problem ? add.error.field(field) : undefined)
	const submit = (e: FormEvent) => {
		e.preventDefault()
		if (!add.isPending) add.mutate()
	}
	if (!open) {
		return (
			<>
				{add.data && <Secret name={add.data.hook.name} secret={add.data.secret} />}
				<Button icon="plus" className="self-start" onClick={() => setOpen(true)}>
					{t('team.add')}
				</Button>
			</>
		)
	}
	return (
		<form onSubmit={submit} className="flex flex-col gap-4">
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
			<Group label={t('team.events')} error={wrong('events')}>
				<div className="flex flex-wrap gap-1.5">
					{offeredToTeams.map((e) => (
						<Chip
							key={e}
							label={teamWord(e)}
							checked={events.includes(e)}
							onChange={(on) => setEvents(on ? [...events, e] : events.filter((x) => x !== e))}
						/>
					))}
				</div>
			</Group>
			{add.error && !wrong('url') && !wrong('name') && <Trouble error={add.error} />}
			<div className="flex gap-2">
				<Button look="act" type="submit" disabled={add.isPending || events.length === 0}>
					{t('team.addDo')}
				</Button>
				<Button look="quiet" onClick={() => setOpen(false)}>
					{t('people.cancel')}
				</Button>
			</div>
		</form>
	)
}
