import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { guessed, Sure } from '../ui/sure'
import { clock, dayOf, exactly, when } from '../ui/time'
import { channelIcon, colourOf } from '../ui/visibility'
import { type Correction, flagWord, headWord, standing } from '../why/facts'
import { OutsideBadge } from '../why/outside'
import { Right } from '../why/right'
import { useTopicNames } from '../why/topic-names'
import { type Key, t } from '../words/catalogue'
import { Beside, Line } from './cord'
import type { ThreadItem, Why } from './queries'
import type { Row, Tone } from './rows'
import { useTalk } from './talk'

type Of<K extends Row['is']> = Extract<Row, { is: K }>

/** DayLine names a day, and the hour where the talk went on after long quiet. */
export function DayLine({ at, again }: { at: Date; again: boolean }) {
	return (
		<h2 className="flex items-center gap-2.5 pt-1 pb-2 ps-11 pe-3.5 text-11 font-semibold text-ink-3 rail:ps-13">
			{again ? clock(at) : dayOf(at, new Date())}
			<span aria-hidden="true" className="flex-1 border-t border-line" />
		</h2>
	)
}

/** TurnLine says where the talk went from public to private or back. */
export function TurnLine({ row, kind }: { row: Of<'turn'>; kind: string }) {
	const word: Key = row.tone === 'public' ? 'message.publicFrom' : 'message.privateFrom'
	return (
		<Beside tone={row.tone} plug={<Icon name={channelIcon(kind)} size={14} className={colourOf[row.tone]} />}>
			<Line>
				<h2 className={`font-semibold ${colourOf[row.tone]}`}>{t(word)}</h2>
			</Line>
		</Beside>
	)
}

/** EventLine is something that happened, in words. */
export function EventLine({ row }: { row: Of<'event'> }) {
	const { event, saying, times, at, briefing } = row
	const { names } = useTalk()
	const topicName = useTopicNames()
	const now = new Date()
	const said = t(saying.word, {
		who: names.who(event.actor ?? event.agent),
		whom: names.whom(event.agent),
		team: names.team(event.department),
		to: names.team(event.to_department),
		fact: event.kind.startsWith('verdict.') ? headWord(event.reason ?? '', topicName) : '',
		until: saying.until ? when(saying.until, now) : '',
		time: when(at, now),
		level: event.numbers?.level ?? 0,
	})
	return (
		<Beside tone={row.tone} plug={<Icon name={saying.icon} size={14} />}>
			<Line at={<time dateTime={event.at}>{clock(at)}</time>} title={exactly(at)}>
				<span>
					{said}
					{saying.reason && t(saying.ends ? 'event.how' : 'event.because', { why: t(saying.reason) })}
					{times > 1 && ` · ${t('event.times', { n: times })}`}
				</span>
				{briefing && (
					<q dir="auto" className="basis-full text-ink-2">
						{briefing}
					</q>
				)}
			</Line>
		</Beside>
	)
}

const noted = new Set([
	'churn_risk',
	'press',
	'legal',
	'safety',
	'spam',
	'sales_lead',
	'brand_threat',
	'offensive',
	'competitor_prospect',
])

/** The chance from which a flag is worth a word here: policies that come with Switchboard act on none below it. */
const slight = 0.05

/** remarks are what was found beside the intent, in words. */
export function remarks(facts: Why['decision']['decision']['facts']): string[] {
	const flags = Object.entries(facts.flags ?? {}).flatMap(([f, sure]) =>
		noted.has(f) && sure >= slight ? [flagWord(f, sure)] : [],
	)
	const mood = facts.sentiment === 'neutral' ? [] : [t(`sentiment.${facts.sentiment}` as Key)]
	const haste = facts.urgency === 'normal' ? [] : [t(`urgency.${facts.urgency}` as Key)]
	return [...mood, ...haste, ...flags.map((f) => f.toLocaleLowerCase())]
}

/** VerdictLine says what triage found and which rule brought it here. */
export function VerdictLine({ why, tone, explain }: { why: Why; tone: Tone; explain: () => void }) {
	const { names } = useTalk()
	const { facts, rule, department } = why.decision.decision
	const byDefault = rule === 'default'
	const read = t(`intent.${facts.intent}` as Key)
	const said = standing(why).get('intent')
	const spot = useRef<HTMLSpanElement>(null)
	return (
		<Beside tone={tone} plug={<Icon name="branch" size={14} />}>
			<Line>
				<span ref={spot} tabIndex={-1} className="inline-flex flex-wrap gap-x-1.5 rounded-control">
					<b>{said?.truth ? t(`intent.${said.truth}` as Key) : read}</b>
					{said && <span>{wordOf(said, read, names.who(said.by))}</span>}
				</span>
				{!said && <Sure confidence={facts.intent_confidence} />}
				{!said && guessed(facts.intent_confidence) && (
					<Right why={why} head="intent" onDone={() => spot.current?.focus()} />
				)}
				{why.outside && why.read_outside.length > 0 && <OutsideBadge outside={why.outside} />}
				{remarks(facts).map((remark) => (
					<span key={remark}>· {remark}</span>
				))}
				<span aria-hidden="true">·</span>
				<span className="font-semibold text-cord">
					{t(byDefault ? 'message.fellTo' : 'message.cameBy', { team: names.team(department) })}{' '}
					{!byDefault && (
						<button type="button" onClick={explain} className="underline underline-offset-3">
							{rule}
						</button>
					)}
				</span>
			</Line>
		</Beside>
	)
}

/** wordOf is what somebody said of a reading. */
function wordOf({ said, truth }: Correction, read: string, who: string): string {
	if (said === truth) return t('message.confirmed', { who })
	return t('message.corrected', { who, was: said ? t(`intent.${said}` as Key) : read })
}

/** OthersLine folds what others said in the same thread: whose conversation that is, never mixed with this one. */
export function OthersLine({ row }: { row: Of<'others'> }) {
	const [open, setOpen] = useState(false)
	const one = row.items.length === 1 ? row.items[0] : undefined
	return (
		<Beside tone={row.tone} plug={<Icon name="people" size={14} />}>
			{one ? (
				<Line>
					<Other item={one} />
				</Line>
			) : (
				<Line>
					{t('message.others', { n: row.items.length })}
					<Button look="quiet" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
						{t(open ? 'message.hide' : 'message.show')}
					</Button>
				</Line>
			)}
			{open &&
				row.items.map((item) => (
					<Line key={item.message_id}>
						<Other item={item} />
					</Line>
				))}
		</Beside>
	)
}

function Other({ item }: { item: ThreadItem }) {
	const { names } = useTalk()
	const lead = item.lead ? t('message.leads', { name: names.who(item.lead) }) : t('message.unowned')
	return (
		<>
			<span>
				{item.author ? t('message.other', { name: item.author }) : t('message.otherFolded')}
				{item.preview && (
					<>
						{': '}
						<q dir="auto">{item.preview}</q>
					</>
				)}
			</span>
			{item.conversation_id && !item.folded && (
				<Link
					to="/c/$id"
					params={{ id: item.conversation_id }}
					className="font-semibold text-ink-2 underline decoration-line-strong underline-offset-3"
				>
					{t('message.toConversation')}
				</Link>
			)}
			{item.conversation_id && !item.folded && <b>{lead}</b>}
		</>
	)
}
