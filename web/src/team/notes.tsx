import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Schemas } from '../api/client'
import { Page } from '../app/page'
import { useTitle } from '../app/title'
import { customerOf } from '../conversation/matter'
import { Area } from '../ui/area'
import { Button } from '../ui/button'
import { Check } from '../ui/choose'
import { useNow } from '../ui/now'
import { Skeleton } from '../ui/skeleton'
import { clock, when } from '../ui/time'
import { Empty, Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { does, shiftNotes } from './api'
import '../words/en/team'

type Notes = Schemas['ShiftNotes']

/** NotesPage asks for a line on each thing that waits for us, before one goes. */
export function NotesPage() {
	useTitle(t('cover.notes'))
	// What is being written stays while things happen elsewhere: it is read once, and again after it was left.
	const { data, error, refetch } = useQuery({ ...shiftNotes, refetchOnMount: 'always' })
	const [kept, setKept] = useState(0)
	const until = data?.ends_at && t('cover.notesUntil', { time: clock(new Date(data.ends_at)) })
	return (
		<Page title={t('cover.notes')} lead={[until, t('cover.notesLead')].filter(Boolean).join(' ')}>
			{error && <Trouble error={error} again={() => void refetch()} />}
			{!data && !error && <Skeleton rows={3} />}
			<p role="status" className="text-good empty:hidden">
				{kept > 0 && t('cover.notesKept')}
			</p>
			{data?.items.length === 0 && <Empty title={t('cover.notesNone')}>{t('cover.notesNoneHint')}</Empty>}
			{data && data.items.length > 0 && <Form key={kept} notes={data} done={() => setKept(kept + 1)} />}
		</Page>
	)
}

interface Said {
	text?: string
	release?: boolean
}

function Form({ notes, done }: { notes: Notes; done: () => void }) {
	const [said, setSaid] = useState<Record<string, Said>>({})
	const queries = useQueryClient()
	const set = (id: string, part: Said) => setSaid({ ...said, [id]: { ...said[id], ...part } })
	const items = notes.items
		.map(({ conversation: { id }, text }) => ({
			conversation: id,
			text: (said[id]?.text ?? text).trim(),
			release: said[id]?.release === true,
		}))
		.filter((i) => i.text !== '')
	const leave = useMutation({
		mutationFn: () => does.leaveNotes(items),
		onSuccess: (now) => {
			queries.setQueryData(shiftNotes.queryKey, now)
			for (const key of ['conversation', 'counters', 'notices'])
				void queries.invalidateQueries({ queryKey: [key] })
			done()
		},
	})
	const submit = (e: FormEvent) => {
		e.preventDefault()
		if (!leave.isPending && items.length > 0) leave.mutate()
	}
	return (
		<form onSubmit={submit} className="flex flex-col gap-5">
			{notes.items.map((n) => (
				<OneNote key={n.conversation.id} note={n} said={said[n.conversation.id]} set={set} />
			))}
			{leave.error && <Trouble error={leave.error} />}
			<Button
				look="act"
				size="large"
				type="submit"
				className="self-start"
				disabled={items.length === 0 || leave.isPending}
			>
				{t('cover.leave', { n: items.length })}
			</Button>
		</form>
	)
}

interface OneProps {
	note: Notes['items'][number]
	said: Said | undefined
	set: (id: string, part: Said) => void
}

function OneNote({ note: { conversation: c, text, left_at }, said, set }: OneProps) {
	const now = useNow(60_000)
	return (
		<div className="flex flex-col gap-1 rounded-card p-3 shadow-[inset_0_0_0_1px_var(--line)]">
			<Link to="/c/$id" params={{ id: c.id }} className="flex min-h-6 gap-2 hover:underline">
				<bdi className="flex-none font-semibold">{customerOf(c)}</bdi>
				<span className="truncate text-ink-3" dir="auto" lang={c.language || undefined}>
					{c.preview}
				</span>
			</Link>
			<Area
				label={t('cover.note', { matter: customerOf(c) })}
				className="[&>label]:sr-only"
				maxLength={20_000}
				value={said?.text ?? text}
				help={left_at ? t('cover.left', { time: when(new Date(left_at), now) }) : undefined}
				onChange={(e) => set(c.id, { text: e.target.value })}
			/>
			<Check
				label={t('cover.release')}
				checked={said?.release === true}
				onChange={(release) => set(c.id, { release })}
			/>
		</div>
	)
}
