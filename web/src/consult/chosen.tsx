import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Message, timeline } from '../conversation/queries'
import { useTalk } from '../conversation/talk'
import { Group } from '../ui/choose'
import { t } from '../words/catalogue'

/** How many of the newest messages are offered. */
const offered = 12

/** sendable are the messages that may go along: what customers and we have said, never what colleagues said. */
export function sendable(messages: Message[]): Message[] {
	return messages.filter((m) => m.visibility !== 'internal' && !m.deleted_at).slice(-offered)
}

function useSendable(id: string): Message[] {
	const { data } = useInfiniteQuery(timeline(id))
	return sendable(data?.pages.toReversed().flatMap((p) => p.items) ?? [])
}

/** useChosen keeps which messages go along: the customer's last one, until somebody chooses. */
export function useChosen(id: string) {
	const messages = useSendable(id)
	const [said, say] = useState<string[]>()
	const last = messages.findLast((m) => m.direction === 'in')
	const chosen = said ?? (last ? [last.id] : [])
	const toggle = (message: string) =>
		say(chosen.includes(message) ? chosen.filter((m) => m !== message) : [...chosen, message])
	return { chosen, toggle }
}

/** Chosen asks which messages go along. */
export function Chosen({ chosen, toggle }: { chosen: string[]; toggle: (message: string) => void }) {
	const { id } = useTalk()
	const messages = useSendable(id)
	return (
		<Group label={t('consult.messages')}>
			{messages.map((m) => (
				<label
					key={m.id}
					className="flex min-h-(--tap) cursor-pointer items-start gap-2.5 rounded-control px-2 py-1.5 hover:bg-hover"
				>
					<input
						type="checkbox"
						checked={chosen.includes(m.id)}
						onChange={() => toggle(m.id)}
						className="mt-0.5 size-4 flex-none accent-cord"
					/>
					<span className="min-w-0 flex-1">
						<span className="text-12 text-ink-3">
							{m.direction === 'in' ? m.author.name || m.author.handle : t('consult.ours')}
							{m.visibility === 'private' && ` · ${t('state.private')}`}
						</span>
						<span dir="auto" className="line-clamp-2 [overflow-wrap:anywhere]">
							{m.content.text}
						</span>
					</span>
				</label>
			))}
		</Group>
	)
}
