import type { UseMutationResult } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Problem } from '../api/client'
import { Button } from '../ui/button'
import { Chip, Group } from '../ui/choose'
import { TextField } from '../ui/field'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import type { Place } from './place'
import type { TeamEvent } from './team-events'

/** Said is what is said of a chat tool. Where it leads is said once, and sealed. */
export interface Said {
	name: string
	url: string
	events: TeamEvent[]
}

interface Props {
	place: Place
	said: Said
	/** It is a new one, and where it leads has to be said. */
	fresh?: boolean
	adding: Pick<UseMutationResult<unknown, Error, Said>, 'mutate' | 'isPending' | 'error'>
	/** What the button says. */
	word: string
	back: () => void
}

/** ChatForm asks what a chat tool is called and, of a department's, what it is told of. */
export function ChatForm({ place, said: first, fresh = false, adding, word, back }: Props) {
	const [said, setSaid] = useState(first)
	const set = (part: Partial<Said>) => setSaid({ ...said, ...part })
	const { error, isPending, mutate } = adding
	const wrong = (field: string) => (error instanceof Problem ? error.field(field) : undefined)
	const placed = ['name', 'url', 'events'].some((f) => wrong(f))
	const nothing = place.events.length > 0 && said.events.length === 0
	const submit = (e: FormEvent) => {
		e.preventDefault()
		if (!isPending) mutate({ ...said, name: said.name.trim(), url: said.url.trim() })
	}
	return (
		<form onSubmit={submit} className="flex flex-col gap-4">
			<div className="grid grid-cols-1 gap-3 rail:grid-cols-2">
				<TextField
					label={t('notices.chatName')}
					required
					maxLength={100}
					value={said.name}
					error={wrong('name')}
					onChange={(e) => set({ name: e.target.value })}
				/>
				{fresh && (
					<TextField
						label={t('notices.chatUrl')}
						type="url"
						required
						value={said.url}
						error={wrong('url')}
						onChange={(e) => set({ url: e.target.value })}
					/>
				)}
			</div>
			{place.events.length > 0 && (
				<Group label={t('team.events')} error={wrong('events') ?? (nothing ? t('team.nothing') : undefined)}>
					<div className="flex flex-wrap gap-1.5">
						{offered(place, first.events).map((e) => (
							<Chip
								key={e}
								label={place.word(e)}
								checked={said.events.includes(e)}
								onChange={(on) =>
									set({ events: on ? [...said.events, e] : said.events.filter((x) => x !== e) })
								}
							/>
						))}
					</div>
				</Group>
			)}
			{error && !placed && <Trouble error={error} />}
			<div className="flex gap-2">
				<Button look="act" type="submit" disabled={isPending || nothing}>
					{word}
				</Button>
				<Button look="quiet" onClick={back}>
					{t('ui.cancel')}
				</Button>
			</div>
		</form>
	)
}

/** offered is what can be chosen: what is usual, and what it is told of already. */
const offered = (place: Place, told: TeamEvent[]) => [
	...place.events,
	...told.filter((e) => !place.events.includes(e)),
]
