import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Problem } from '../api/problem'
import { message, type Why, why } from '../conversation/queries'
import { useTalk } from '../conversation/talk'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { SideSheet } from '../ui/side-sheet'
import { Skeleton } from '../ui/skeleton'
import { Empty, Trouble } from '../ui/trouble'
import { isKey, type Key, t } from '../words/catalogue'
import { Cord } from './cord'
import { Headline } from './headline'
import { Looked } from './looked'
import { withTeams } from './teams'
import { Wrong } from './wrong'

interface Props {
	open: boolean
	/** It asks what is wrong with the decision instead of explaining it. */
	wrong: boolean
	onWrong: (wrong: boolean) => void
	onClose: () => void
}

/** WhyMe says why a conversation is where it is, from one sentence down to every stage and fact. */
export function WhyMe({ open, wrong, onWrong, onClose }: Props) {
	const { id, self } = useTalk()
	const { data, error, isPending, refetch } = useQuery({ ...why(id), enabled: open })
	const none = error instanceof Problem && error.status === 404
	const may = self.permissions.includes('conversation.work')
	const [head, setHead] = useState<string>()
	const foot = data && !wrong && <Foot why={data} onWrong={may ? () => say() : undefined} />
	return (
		<SideSheet open={open} onClose={onClose} title={t(wrong ? 'why.wrong' : 'why.title')} wide foot={foot}>
			{isPending && <Skeleton rows={6} />}
			{none && <Empty title={t('why.none')}>{t('why.noneHint')}</Empty>}
			{error && !none && <Trouble error={error} again={() => void refetch()} />}
			{data && (
				<Body
					why={data}
					wrong={wrong}
					head={head}
					onFact={may ? say : undefined}
					onDone={() => onWrong(false)}
				/>
			)}
		</SideSheet>
	)

	/** say asks what is wrong, with one of the facts or whatever it is. */
	function say(fact?: string) {
		setHead(fact)
		onWrong(true)
	}
}

interface BodyProps {
	why: Why
	wrong: boolean
	/** The fact that is to be corrected. */
	head: string | undefined
	onFact: ((head: string) => void) | undefined
	onDone: () => void
}

function Body({ why: w, wrong, head, onFact, onDone }: BodyProps) {
	const { id, c, self, names } = useTalk()
	const { data: about } = useQuery(message(w.decision.message_id, id))
	const facts = useRef<HTMLDivElement>(null)
	const back = useRef<string>(undefined)
	useEffect(() => {
		// What was pressed is gone: the focus goes back to what it was about.
		if (wrong || back.current === undefined) return
		const fact = facts.current?.querySelector<HTMLElement>(`[data-fact="${CSS.escape(back.current)}"]`)
		;(fact?.querySelector('button') ?? fact ?? facts.current)?.focus()
		back.current = undefined
	}, [wrong])
	const leads = c.lead ?? c.offer?.to
	const person = leads ? (leads === self.id ? names.whom(leads) : names.who(leads)) : ''
	if (wrong) {
		const done = (about = '') => {
			back.current = about
			onDone()
		}
		return <Wrong why={w} head={head} revision={about?.message.revision} onDone={done} />
	}
	return (
		<>
			<p className="border-b border-line pb-4 text-[17px] leading-[25px]">
				<Headline why={w} />
			</p>
			<div className="py-3">
				<Cord decision={w.decision.decision} person={person} />
			</div>
			<Part title={t('why.looked')} aside={onFact && t('why.tapFact')}>
				<div ref={facts} tabIndex={-1} className="outline-none">
					<Looked why={w} verdict={about?.verdict} revision={about?.message.revision} onFact={onFact} />
				</div>
			</Part>
			<Disputed why={w} />
			{w.assignment && <Considered assignment={w.assignment} />}
			<Part title={t('why.changed')}>
				<Changed why={w} />
			</Part>
			<details className="border-t border-line pt-3 text-12 text-ink-2">
				<summary className="min-h-6 cursor-pointer font-semibold">{t('why.exactly')}</summary>
				<p className="py-1">{withTeams(w.sentence, names.team)}</p>
				<ol className="list-inside list-decimal">
					{w.path.map((line) => (
						<li key={line}>{withTeams(line, names.team)}</li>
					))}
				</ol>
			</details>
		</>
	)
}

/** Disputed are colleagues' words that another department should have had it. */
function Disputed({ why: w }: { why: Why }) {
	const { names } = useTalk()
	const owners = w.corrections.filter((c) => c.kind === 'owner')
	if (owners.length === 0) return null
	return (
		<Part title={t('why.disputes')}>
			<ul className="flex flex-col gap-1">
				{owners.map((c) => (
					<li key={c.id}>
						{t('why.disputeBy', { who: names.who(c.by), team: names.team(c.should_own) })}{' '}
						<q dir="auto" className="text-ink-2">
							{c.why}
						</q>
					</li>
				))}
			</ul>
		</Part>
	)
}

function Part({
	title,
	aside,
	children,
}: {
	title: string
	aside?: string | undefined
	children: ReactNode
}) {
	return (
		<section className="border-t border-line py-3">
			<h3 className="pb-1.5 text-11 font-semibold text-ink-3">
				{title}
				{aside && <span className="ps-2 font-normal">{aside}</span>}
			</h3>
			{children}
		</section>
	)
}

function Considered({ assignment: a }: { assignment: NonNullable<Why['assignment']> }) {
	const { names } = useTalk()
	return (
		<Part title={t('why.considered')}>
			<ul className="flex flex-col gap-1">
				{(a.seen ?? []).map((s) => (
					<li key={s.agent} className="flex items-baseline gap-2">
						<Icon
							name={s.agent === a.agent ? 'led' : 'unowned'}
							size={14}
							className={s.agent === a.agent ? 'text-cord' : 'text-ink-3'}
						/>
						<b className="flex-none">{names.who(s.agent)}</b>
						<span className="min-w-0 flex-1 text-12 break-words text-ink-3">
							{[
								s.last_lead && t('why.ledBefore'),
								s.language && t('why.speaks'),
								s.free && t('why.mayAnswer'),
							]
								.filter(Boolean)
								.join(' · ')}
						</span>
						<span className="flex-none text-12 text-ink-3">
							{t('frame.load', { load: s.load, cap: s.cap })}
						</span>
					</li>
				))}
			</ul>
			{a.passed.away + a.passed.full + a.passed.unskilled > 0 && (
				<p className="pt-1 text-12 text-ink-3">{t('why.passed', { ...a.passed })}</p>
			)}
		</Part>
	)
}

function Changed({ why: w }: { why: Why }) {
	const { names } = useTalk()
	const declined = useDeclined(w)
	return (
		<ul className="flex flex-col gap-1.5">
			{declined && (
				<li className="flex items-start gap-2">
					<Icon name="people" className="mt-0.5 text-ink-3" />
					<span className="flex-1">{t('why.decline')}</span>
					<b className="text-end">{declined}</b>
				</li>
			)}
			{w.alternatives.map((a) => (
				<li key={`${a.rule} ${a.would_win_if}`} className="flex items-start gap-2">
					<Icon name="branch" className="mt-0.5 text-ink-3" />
					<span className="min-w-0 flex-1 break-words">{t('why.if', { what: inWords(a.would_win_if) })}</span>
					<b className="flex-none text-end">{names.team(a.department)}</b>
				</li>
			))}
			<li className="flex items-start gap-2 text-ink-3">
				<Icon name="people" className="mt-0.5" />
				<span className="flex-1">{t('why.million')}</span>
				<span className="text-end">{t('why.never')}</span>
			</li>
		</ul>
	)
}

/** useDeclined is who would be asked next if whoever reads gave back what is offered to them. */
function useDeclined(w: Why): string {
	const { c, self, names } = useTalk()
	const seen = w.assignment?.seen ?? []
	if (c.offer?.to !== self.id || w.assignment?.agent !== self.id) return ''
	const next = seen.find((s) => s.agent !== self.id)
	return next ? names.name(next.agent) : t('why.declineQueue', { team: names.team(c.department) })
}

/** inWords puts the values of closed lists in a sentence of the server into words. */
function inWords(text: string): string {
	return text.replace(/\b[a-z]+(_[a-z]+)+\b/g, (value) => {
		const key = [`flag.${value}`, `intent.${value}`].find(isKey)
		return key ? t(key).toLocaleLowerCase() : value
	})
}

function Foot({ why: w, onWrong }: { why: Why; onWrong: (() => void) | undefined }) {
	const ok = w.policy_known && w.same
	const word: Key = !w.policy_known ? 'why.unknown' : w.same ? 'why.same' : 'why.notSame'
	return (
		<div className="flex items-center gap-2">
			<p className={`flex min-w-0 flex-1 items-center gap-2 text-12 ${ok ? 'text-ink-2' : 'text-hold'}`}>
				<Icon name={ok ? 'tick' : 'question'} size={14} className="flex-none" />
				{t('why.policy', { name: w.decision.decision.policy })} · {t(word)}
			</p>
			{onWrong && (
				<Button size="small" onClick={onWrong}>
					{t('why.wrong')}
				</Button>
			)}
		</div>
	)
}
