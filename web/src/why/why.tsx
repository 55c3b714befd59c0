import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
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
	const foot = data && !wrong && <Foot why={data} onWrong={may ? () => onWrong(true) : undefined} />
	return (
		<SideSheet open={open} onClose={onClose} title={t(wrong ? 'why.wrong' : 'why.title')} wide foot={foot}>
			{isPending && <Skeleton rows={6} />}
			{none && <Empty title={t('why.none')}>{t('why.noneHint')}</Empty>}
			{error && !none && <Trouble error={error} again={() => void refetch()} />}
			{data && <Body why={data} wrong={wrong} onDone={() => onWrong(false)} />}
		</SideSheet>
	)
}

function Body({ why: w, wrong, onDone }: { why: Why; wrong: boolean; onDone: () => void }) {
	const { id, c, self, names } = useTalk()
	const { data: about } = useQuery(message(w.decision.message_id, id))
	const leads = c.lead ?? c.offer?.to
	const person = leads ? (leads === self.id ? names.whom(leads) : names.who(leads)) : ''
	if (wrong) return <Wrong why={w} revision={about?.message.revision} onDone={onDone} />
	return (
		<>
			<p className="border-b border-line pb-4 text-[17px] leading-[25px]">
				<Sentence why={w} />
			</p>
			<div className="py-3">
				<Cord decision={w.decision.decision} person={person} />
			</div>
			<Part title={t('why.looked')}>
				<Looked why={w} verdict={about?.verdict} revision={about?.message.revision} />
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

/** Sentence says it in plain words: what the customer does, whose that is, and why this person. */
function Sentence({ why: w }: { why: Why }) {
	const { c, names } = useTalk()
	const d = w.decision.decision
	const word: Key = d.rule === 'default' ? 'why.sentenceDefault' : 'why.sentence'
	const first = t(word, {
		name: c.customer_name,
		says: t(`why.says.${d.facts.intent}` as Key),
		team: names.team(d.department),
	})
	const a = w.assignment
	const chosen = a && (!c.lead || c.lead === a.agent) && a.agent === (c.lead ?? c.offer?.to)
	if (!chosen) return first
	return `${first} ${t('why.person', { n: a.passed.eligible, whom: names.whom(a.agent), why: a.why })}`
}

function Part({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section className="border-t border-line py-3">
			<h3 className="pb-1.5 text-11 font-semibold text-ink-3">{title}</h3>
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
					<li key={s.agent} className="flex items-center gap-2">
						<Icon
							name={s.agent === a.agent ? 'led' : 'unowned'}
							size={14}
							className={s.agent === a.agent ? 'text-cord' : 'text-ink-3'}
						/>
						<b className="min-w-0 truncate">{names.who(s.agent)}</b>
						<span className="min-w-0 flex-1 truncate text-12 text-ink-3">
							{[
								s.last_lead && t('why.ledBefore'),
								s.language && t('why.speaks'),
								s.free && t('why.mayAnswer'),
							]
								.filter(Boolean)
								.join(' · ')}
						</span>
						<span className="text-12 text-ink-3">{t('frame.load', { load: s.load, cap: s.cap })}</span>
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
	return (
		<ul className="flex flex-col gap-1.5">
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
