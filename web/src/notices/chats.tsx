import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Section } from '../app/page'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { Chat } from './chat'
import { ChatForm, type Said } from './chat-form'
import { hooksOf, mine, ofTeam, type Place } from './place'
import { Secret } from './secret'

/** MyChats are the chat tools in which one is told oneself. */
export function MyChats() {
	return <Chats place={mine} title={t('notices.chats')} help={t('notices.chatsHelp')} />
}

/** TeamChats are the chat tools in which a department is told. */
export function TeamChats({ department }: { department: string }) {
	return <Chats place={ofTeam(department)} title={t('team.chats')} help={t('team.chatsHelp')} />
}

function Chats({ place, title, help }: { place: Place; title: string; help: ReactNode }) {
	const { data, error, refetch } = useQuery(hooksOf(place))
	return (
		<Section title={title} help={help}>
			{error && <Trouble error={error} again={() => void refetch()} />}
			{!data && !error && <Skeleton rows={1} />}
			{data && data.items.length > 0 && (
				<ul className="flex flex-col">
					{data.items.map((h) => (
						<Chat key={h.id} place={place} hook={h} />
					))}
				</ul>
			)}
			<NewChat place={place} />
		</Section>
	)
}

function NewChat({ place }: { place: Place }) {
	const [open, setOpen] = useState(false)
	const queries = useQueryClient()
	const add = useMutation({
		mutationFn: ({ name, url, events }: Said) =>
			place.create({ name, url, ...(place.events.length > 0 && { events }) }),
		onSuccess: () => {
			setOpen(false)
			return queries.invalidateQueries({ queryKey: place.stale })
		},
	})
	if (open) {
		return (
			<ChatForm
				place={place}
				said={{ name: '', url: '', events: ['safety', 'crisis'] }}
				fresh
				adding={add}
				word={t('team.addDo')}
				back={() => setOpen(false)}
			/>
		)
	}
	return (
		<>
			{add.data && <Secret name={add.data.hook.name} secret={add.data.secret} />}
			<Button icon="plus" className="self-start" onClick={() => setOpen(true)}>
				{t('notices.chatAdd')}
			</Button>
		</>
	)
}
