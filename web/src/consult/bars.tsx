import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTalk } from '../conversation/talk'
import { Words } from '../conversation/words'
import { Button } from '../ui/button'
import { useNow } from '../ui/now'
import { when } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { type Key, t } from '../words/catalogue'
import { type Advice, type Consult, consults, does } from './api'
import { Proof } from './from'
import { doubtWord, standOf } from './stand'

/** ConsultBars say what was asked outside: answers to decide about, questions that are open, and those that ended for nothing. */
export function ConsultBars() {
	const { id, c, self } = useTalk()
	const works = self.permissions.includes('conversation.work')
	const { data } = useQuery({ ...consults(id), enabled: works })
	if (!data || data.items.length === 0) return null
	const stand = standOf(data.items, c.stance === 'closed')
	return (
		<>
			{stand.waiting.map(({ consult, advice }) => (
				<Waiting key={advice.id} consult={consult} advice={advice} />
			))}
			{stand.open.map((one) => (
				<Open key={one.id} consult={one} />
			))}
			{stand.over.map((one) => (
				<Over key={one.id} consult={one} />
			))}
		</>
	)
}

function Bar({ soft, children }: { soft: string; children: ReactNode }) {
	return (
		<section
			aria-label={t('consult.bar')}
			className={`mx-3 mt-2 flex max-h-[40vh] flex-none flex-col gap-1 overflow-y-auto rounded-card px-3 py-1.5 rail:mx-5 ${soft}`}
		>
			{children}
		</section>
	)
}

const named = (c: Consult) => c.name || c.email

/** useDo does something about a question and reads the conversation again. */
function useDo(id: string) {
	const queries = useQueryClient()
	return useMutation({
		mutationFn: (call: () => Promise<unknown>) => call(),
		onSettled: () => queries.invalidateQueries({ queryKey: ['conversation', id] }),
	})
}

/** Waiting is an answer the lead decides about. Its words are folded until somebody wants to read them. */
function Waiting({ consult, advice: a }: { consult: Consult; advice: Advice }) {
	const { id, c, self } = useTalk()
	const [shown, show] = useState(false)
	const act = useDo(id)
	const mine = !c.lead || c.lead === self.id || self.permissions.includes('conversation.manage')
	return (
		<Bar soft="bg-hold-soft">
			<div className="flex flex-wrap items-center gap-2">
				<b className="text-hold">{t('consult.waits', { name: named(consult) })}</b>
				<span className="ms-auto flex flex-wrap gap-2">
					<Button size="small" aria-expanded={shown} onClick={() => show(!shown)}>
						{t(shown ? 'consult.fold' : 'consult.read')}
					</Button>
					{mine && (
						<>
							<Button
								size="small"
								disabled={act.isPending}
								onClick={() => act.mutate(() => does.throwAway(id, a.id))}
							>
								{t('consult.throwAway')}
							</Button>
							<Button
								size="small"
								look="act"
								disabled={act.isPending}
								onClick={() => act.mutate(() => does.take(id, a.id))}
							>
								{t('consult.take')}
							</Button>
						</>
					)}
				</span>
			</div>
			<Proof advice={a} />
			<ul className="text-12 text-ink-2">
				{a.doubts.map((doubt) => (
					<li key={doubt}>{t(doubtWord(doubt), { name: named(consult), email: consult.email })}</li>
				))}
			</ul>
			{shown && (
				<blockquote className="border-s-2 border-line-strong ps-3">
					<Words text={a.text} />
				</blockquote>
			)}
			{act.error && <Trouble error={act.error} />}
		</Bar>
	)
}

function Open({ consult: c }: { consult: Consult }) {
	const { id } = useTalk()
	const [noting, note] = useState(false)
	const now = useNow(60_000)
	const act = useDo(id)
	const late = new Date(c.due_at) < now
	const away = c.advice.some((a) => a.machine === 'auto_reply')
	const word: Key = c.state === 'sending' ? 'consult.leaves' : late ? 'consult.late' : 'consult.open'
	return (
		<Bar soft="bg-sunken">
			<div className="flex flex-wrap items-center gap-2">
				<span className={late ? 'text-late' : 'text-ink-2'}>
					{t(word, {
						name: named(c),
						time: when(new Date(c.due_at), now),
						end: when(new Date(c.expires_at), now),
					})}
					{away && ` ${t('consult.away')}`}
				</span>
				<span className="ms-auto flex gap-2">
					<Button size="small" aria-expanded={noting} onClick={() => note(!noting)}>
						{t('consult.note')}
					</Button>
					<Button
						size="small"
						disabled={act.isPending}
						onClick={() => act.mutate(() => does.takeBack(id, c.id))}
					>
						{t('consult.takeBack')}
					</Button>
				</span>
			</div>
			{noting && <NoteForm consult={c} done={() => note(false)} />}
			{act.error && <Trouble error={act.error} />}
		</Bar>
	)
}

/** NoteForm writes down an answer that came another way. */
function NoteForm({ consult, done }: { consult: Consult; done: () => void }) {
	const { id } = useTalk()
	const [text, setText] = useState('')
	const act = useDo(id)
	const save = () => act.mutate(() => does.note(id, consult.id, text.trim()), { onSuccess: done })
	return (
		<div className="flex flex-col gap-2 pb-1">
			<textarea
				aria-label={t('consult.noteLabel', { name: named(consult) })}
				rows={3}
				maxLength={20000}
				dir="auto"
				value={text}
				onChange={(e) => setText(e.target.value)}
				className="rounded-control bg-surface px-3 py-2 text-14 shadow-[inset_0_0_0_1px_var(--line-strong)] max-rail:text-16"
			/>
			<Button
				size="small"
				look="act"
				className="self-end"
				disabled={!text.trim() || act.isPending}
				onClick={save}
			>
				{t('consult.noteDo')}
			</Button>
			{act.error && <Trouble error={act.error} />}
		</div>
	)
}

function Over({ consult: c }: { consult: Consult }) {
	const word: Key = c.state === 'expired' ? 'consult.expired' : 'consult.failed'
	return (
		<Bar soft="bg-late-soft">
			<span>
				<b className="text-late">{t(word, { name: named(c) })}</b>{' '}
				<span className="text-ink-2">{t('consult.overHint')}</span>{' '}
				{c.trouble && <bdi className="text-12 text-ink-3">{c.trouble}</bdi>}
			</span>
		</Bar>
	)
}
