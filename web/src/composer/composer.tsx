import clsx from 'clsx'
import { useId, useRef, useState } from 'react'
import { useActions } from '../action/use'
import { useTalk } from '../conversation/talk'
import { Button } from '../ui/button'
import { said } from '../ui/trouble'
import { t } from '../words/catalogue'
import { Attach, Files, useFiles } from './files'
import { Findings } from './findings'
import { HeldTexts } from './held'
import { dirty, frozen } from './keeper'
import { leaving, useLeaving } from './leaving'
import { Measure, Preview } from './measure'
import { KeepNotice, Kept, LeavesNotice, Notice } from './notices'
import { SendButton } from './send-button'
import { findingsOf, nextStep } from './step'
import { useNote, useSending } from './use-sending'
import { useWriting, type Writing } from './use-writing'
import { noteWay } from './ways'
import { Who } from './who'
import { Writable } from './writable'

const frames = {
	public: 'shadow-[inset_0_0_0_1.5px_var(--public)]',
	private: 'shadow-[inset_0_0_0_1.5px_var(--private)]',
	internal: 'border-[1.5px] border-dashed border-internal',
}

/** Composer is where somebody answers the customer, or leaves a note. It always says first who will see it. */
export function Composer() {
	const writing = useWriting()
	if (!writing) return null
	return (
		<>
			<HeldTexts />
			<Open writing={writing} />
		</>
	)
}

function Open({ writing: w }: { writing: Writing }) {
	const { id, c } = useTalk()
	const ids = useId()
	const field = useRef<HTMLTextAreaElement>(null)
	const found = useRef<HTMLDivElement>(null)
	const leave = useLeaving(id)
	const sending = useSending(id)
	const note = useNote(id)
	const [asksOpen, setAsksOpen] = useState(false)
	const onFiles = (files: typeof w.words.files) => w.keeping.happen({ is: 'files', files })
	const files = useFiles(w.words.files, onFiles)

	const internal = w.way.readers === 'internal'
	const still = !internal && (frozen(w.words) || leave !== undefined || sending.sending)
	const findings = internal ? [] : findingsOf(w.words.ruling, w.take)
	const step = nextStep({
		way: w.way,
		written: w.text.trim() !== '' || (!internal && w.words.files.length > 0),
		over: w.measured?.over ?? false,
		take: w.take,
		findings,
		name: c.customer_name,
	})

	const send = (close: boolean, sure = false) => {
		if (step.does === 'nothing' || still || note.isPending) return
		if (internal) return note.mutate(w.text.trim())
		if (step.does === 'fix' || w.meanwhile) return found.current?.querySelector('button')?.focus()
		if (w.opensUp && !sure) return setAsksOpen(true)
		setAsksOpen(false)
		void sending.begin({ take: w.take, close, open: step.does === 'send' && w.way.readers === 'public' })
	}
	const write = (leg?: string) => {
		if (leg) w.choose(leg)
		setTimeout(() => field.current?.focus())
	}
	useComposerActions(w, write, send, leave ? () => leaving.undo(id) : undefined)

	const about = `${ids}-who ${ids}-found`
	return (
		<section
			aria-label={t('composer.title')}
			className={clsx(
				'm-2 mt-0 flex-none rounded-sheet bg-surface focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-cord/40 rail:mx-4 rail:mb-3.5',
				frames[w.way.readers],
			)}
		>
			<div className="p-[1.5px]">
				<Who id={`${ids}-who`} ways={w.ways} way={w.way} name={c.customer_name} onWay={write} />
			</div>
			<div ref={found} className="pt-2 empty:hidden">
				{!internal && !still && <KeepNotice keeping={w.keeping} words={w.words} />}
				{leave && <LeavesNotice id={id} leave={leave} />}
				<Standing writing={w} asNote={() => asNote(w, write)} error={sending.error} />
				{note.error && <Notice what={said(note.error).what} how={said(note.error).how} tone="late" />}
				{w.meanwhile && <Meanwhile writing={w} />}
				{asksOpen && w.opensUp && (
					<Notice what={t('composer.openUp')}>
						<Button size="small" onClick={() => setAsksOpen(false)}>
							{t('composer.openUpNot')}
						</Button>
						<Button size="small" look="public" onClick={() => send(false, true)}>
							{t('composer.openUpDo')}
						</Button>
					</Notice>
				)}
			</div>
			<Writable
				field={field}
				label={t(internal ? 'composer.placeholderNote' : 'composer.placeholder', { name: c.customer_name })}
				value={w.text}
				frozen={still || (!internal && w.way.refused !== undefined)}
				about={about}
				onWrite={w.write}
				onFiles={internal ? undefined : files.add}
			/>
			{!internal && <Files files={w.words.files} error={files.error} onFiles={onFiles} />}
			<Findings
				id={`${ids}-found`}
				findings={frozen(w.words) ? [] : findings}
				level={w.words.ruling?.level ?? c.required_level}
				ways={w.ways}
				onWay={write}
			/>
			<div className="flex flex-wrap items-center gap-x-2 gap-y-1 px-2 pb-2">
				{!internal && w.way.media && !still && (
					<Attach types={w.way.media.types ?? []} onChosen={files.add} />
				)}
				{w.measured && <Preview measured={w.measured} />}
				<span className="ms-auto flex items-center gap-3">
					{!internal && <Kept words={w.words} dirty={dirty(w.words)} />}
					{w.measured && w.words.text !== '' && <Measure way={w.way} measured={w.measured} />}
					{!frozen(w.words) || internal ? (
						<SendButton
							step={step}
							way={w.way}
							busy={still || note.isPending || files.adding}
							onSend={send}
						/>
					) : null}
				</span>
			</div>
		</section>
	)
}

/** asNote keeps words for the customer as a note for colleagues. */
function asNote(w: Writing, write: (leg: string) => void) {
	const note = [w.words.note, w.words.text].filter((words) => words.trim() !== '').join('\n\n')
	w.keeping.happen({ is: 'noted', note })
	void w.keeping.drop()
	write(noteWay.leg)
}

/** Standing says why these words cannot go out now, or what they wait for. */
function Standing({
	writing: w,
	asNote,
	error,
}: {
	writing: Writing
	asNote: () => void
	error: Error | null
}) {
	const { c } = useTalk()
	const internal = w.way.readers === 'internal'
	const keeps = w.words.text !== '' && !internal && (
		<Button size="small" icon="internal" onClick={asNote}>
			{t('composer.asNote')}
		</Button>
	)
	if (error) {
		const { what, how } = said(error)
		return (
			<Notice what={`${t('composer.notSent')} ${what}`} how={how} tone="late">
				{keeps}
			</Notice>
		)
	}
	if (internal) {
		const why = w.ways.find((way) => way.readers !== 'internal')?.refused
		return why ? <Notice what={why.what} how={why.how} tone="quiet" /> : null
	}
	if (w.way.refused) {
		return (
			<Notice what={w.way.refused.what} how={w.way.refused.how}>
				{keeps}
			</Notice>
		)
	}
	if (w.words.draft?.state === 'held') {
		return (
			<Notice
				what={t('composer.held', { n: w.words.ruling?.level ?? c.required_level })}
				how={t('composer.heldHint', { name: c.customer_name })}
			>
				<Button size="small" onClick={() => void w.keeping.thaw()}>
					{t('composer.takeBack')}
				</Button>
			</Notice>
		)
	}
	return null
}

function Meanwhile({ writing: w }: { writing: Writing }) {
	const { c } = useTalk()
	const read = () => w.keeping.happen({ is: 'read', answers: w.last?.id })
	return (
		<Notice what={t('composer.meanwhile', { name: c.customer_name })} how={t('composer.meanwhileHint')}>
			<Button size="small" icon="tick" onClick={read}>
				{t('composer.haveRead')}
			</Button>
		</Notice>
	)
}

function useComposerActions(
	w: Writing,
	write: (leg?: string) => void,
	send: (close: boolean) => void,
	undo: (() => void) | undefined,
) {
	const answers = w.ways.find((one) => one.readers !== 'internal' && !one.refused)
	const back = w.way.readers === 'internal' ? (answers?.leg ?? noteWay.leg) : undefined
	useActions([
		{ id: 'conversation.write', word: 'conversation.write', icon: 'talk', key: 'r', run: () => write(back) },
		{
			id: 'conversation.note',
			word: 'conversation.note',
			icon: 'internal',
			key: 'n',
			run: () => write(noteWay.leg),
		},
		{
			id: 'composer.send',
			word: 'composer.title',
			key: '$mod+Enter',
			whileWriting: true,
			run: () => send(false),
		},
		{
			id: 'composer.sendClose',
			word: 'composer.andClose',
			values: { verb: t('composer.title') },
			key: '$mod+Shift+Enter',
			whileWriting: true,
			run: () => send(true),
		},
		...w.ways.slice(0, 4).map((way, i) => ({
			id: `composer.way${i}`,
			word: 'composer.leg' as const,
			key: `Alt+${i + 1}`,
			whileWriting: true,
			run: () => !way.refused && write(way.leg),
		})),
		...(undo
			? [
					{
						id: 'conversation.undo',
						word: 'composer.undo' as const,
						key: '$mod+z',
						whileWriting: true,
						run: undo,
					},
				]
			: []),
	])
}
