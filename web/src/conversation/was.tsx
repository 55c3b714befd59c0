import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Icon } from '../ui/icon'
import { Panel } from '../ui/panel'
import { exactly, when } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { type Message, message } from './queries'
import { Words } from './words'

/** Was says that a message was edited, and shows what it said before. */
export function Was({ message: m }: { message: Message }) {
	const [open, setOpen] = useState(false)
	const { data, error } = useQuery({ ...message(m.id, m.conversation_id ?? ''), enabled: open })
	const time = when(new Date(m.edited_at ?? m.published_at), new Date())
	return (
		<Panel
			open={open}
			onOpen={setOpen}
			title={t('message.was')}
			align="start"
			anchor={
				<button
					type="button"
					aria-expanded={open}
					onClick={() => setOpen(!open)}
					className="inline-flex min-h-6 items-center gap-1 text-12 text-ink-3 underline decoration-line-strong underline-offset-3"
				>
					<Icon name="pencil" size={14} />
					{t('state.edited', { time })}
				</button>
			}
		>
			{error && <Trouble error={error} />}
			<ol className="flex flex-col gap-3">
				{data?.revisions.map((r) => (
					<li key={r.revision} className="border-s-2 border-line ps-3 text-ink-2">
						<Words text={r.content.text} lang={r.content.lang} />
						<time className="text-12 text-ink-3" title={exactly(new Date(r.replaced_at))}>
							{when(new Date(r.replaced_at), new Date())}
						</time>
					</li>
				))}
			</ol>
		</Panel>
	)
}
