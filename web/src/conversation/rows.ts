import { sameDay } from '../ui/time'
import type { Delivery, Event, Message, ThreadItem, Why } from './queries'
import { type Saying, sayingOf } from './said'

export type Tone = 'public' | 'private' | 'internal'

/** A part of ours that is not on the timeline yet. */
export interface Unsettled {
	delivery: Delivery
	text: string
	/** Who wrote it, once that is known. */
	author?: string | undefined
}

/** One line of the timeline. tone is the colour of the cord beside it: who can read what was said there. */
export type Row = { key: string; at: Date; tone: Tone } & (
	| { is: 'day' }
	| { is: 'message'; message: Message }
	| { is: 'turn'; leg: string }
	| { is: 'event'; event: Event; saying: Saying; times: number; briefing?: string }
	| { is: 'verdict'; why: Why }
	| { is: 'others'; items: ThreadItem[] }
	| { is: 'unsettled'; part: Unsettled }
)

export interface Sources {
	messages: Message[]
	/** Whether there are older messages than these. */
	more: boolean
	events: Event[]
	others: ThreadItem[]
	why?: Why | undefined
	unsettled: Unsettled[]
}

const quiet = 4 * 3_600_000

/** rowsOf puts together what was said, what happened and what others said in between, oldest first. */
export function rowsOf(s: Sources): Row[] {
	const from = s.more && s.messages[0] ? Date.parse(s.messages[0].published_at) : Number.NEGATIVE_INFINITY
	const briefings = briefingsOf(s)
	const rows = [...messageRows(s, briefings), ...eventRows(s.events, briefings), ...otherRows(s.others)]
		.filter((row) => row.at.getTime() >= from)
		.sort((a, b) => a.at.getTime() - b.at.getTime())
	return [...withDays(withTurns(toned(together(rows)))), ...s.unsettled.map(unsettledRow)]
}

/** briefingsOf are the notes that say why somebody was asked to take over, which stand with the asking. */
function briefingsOf({ messages, events }: Sources): Map<string, string> {
	const asked = new Set(events.filter((e) => e.kind === 'transfer.asked').map((e) => e.message_id))
	return new Map(messages.filter((m) => asked.has(m.id)).map((m) => [m.id, m.content.text]))
}

function messageRows(s: Sources, briefings: Map<string, string>): Row[] {
	return s.messages.flatMap((message): Row[] => {
		if (briefings.has(message.id)) return []
		const at = new Date(message.published_at)
		const tone = message.visibility as Tone
		const row: Row = { is: 'message', key: message.id, at, tone, message }
		if (s.why?.decision.message_id !== message.id) return [row]
		return [row, { is: 'verdict', key: `why ${message.id}`, at, tone, why: s.why }]
	})
}

function eventRows(events: Event[], briefings: Map<string, string>): Row[] {
	return withoutAnswered(events).flatMap((event): Row[] => {
		const saying = sayingOf(event)
		if (!saying) return []
		const key = `event ${event.position} ${event.kind} ${event.at}`
		const briefing = briefings.get(event.message_id ?? '')
		const row = { is: 'event', key, at: new Date(event.at), tone: 'public', event, saying, times: 1 } as const
		return [briefing === undefined ? row : { ...row, briefing }]
	})
}

const answers = new Set(['offer.accepted', 'offer.declined', 'offer.expired', 'offer.made'])

/** withoutAnswered leaves out an offer whose answer comes next: the answer says both. */
function withoutAnswered(events: Event[]): Event[] {
	const offers = events.filter((e) => answers.has(e.kind))
	const answered = new Set(
		offers.filter((e, i) => e.kind === 'offer.made' && offers[i + 1] && offers[i + 1]?.kind !== 'offer.made'),
	)
	return events.filter((e) => !answered.has(e))
}

function otherRows(items: ThreadItem[]): Row[] {
	return items.map((item) => ({
		is: 'others',
		key: `other ${item.message_id}`,
		at: new Date(item.published_at),
		tone: 'public',
		items: [item],
	}))
}

/** together folds the same event again and again, and others' posts in a row, into one line each. */
function together(rows: Row[]): Row[] {
	const out: Row[] = []
	for (const row of rows) {
		const before = out.at(-1)
		if (row.is === 'others' && before?.is === 'others') {
			out[out.length - 1] = { ...before, items: [...before.items, ...row.items] }
		} else if (row.is === 'event' && before?.is === 'event' && alike(row, before)) {
			out[out.length - 1] = { ...row, key: before.key, times: before.times + 1 }
		} else {
			out.push(row)
		}
	}
	return out
}

type EventRow = Extract<Row, { is: 'event' }>

function alike({ event: a, briefing: x }: EventRow, { event: b, briefing: y }: EventRow): boolean {
	return a.kind === b.kind && a.agent === b.agent && a.actor === b.actor && a.reason === b.reason && x === y
}

/** toned gives lines between messages the colour of the cord they lie on: that of the message before. */
function toned(rows: Row[]): Row[] {
	let tone: Tone = rows.find((r) => r.is === 'message')?.tone ?? 'public'
	return rows.map((row) => {
		if (row.is !== 'message') return { ...row, tone }
		if (row.tone !== 'internal') tone = row.tone
		return row
	})
}

/** withTurns says where the talk went from public to private or back. */
function withTurns(rows: Row[]): Row[] {
	let before: Tone | undefined
	return rows.flatMap((row): Row[] => {
		if (row.is !== 'message' || row.tone === 'internal') return [row]
		const turns = before !== undefined && before !== row.tone
		before = row.tone
		if (!turns) return [row]
		const leg = row.message.leg_id ?? ''
		return [{ is: 'turn', key: `turn ${row.key}`, at: row.at, tone: row.tone, leg }, row]
	})
}

/** withDays names the day where one begins, and after long quiet. */
function withDays(rows: Row[]): Row[] {
	let before: Date | undefined
	return rows.flatMap((row): Row[] => {
		const fresh = !before || !sameDay(before, row.at) || +row.at - +before > quiet
		before = row.at
		return fresh ? [{ is: 'day', key: `day ${row.key}`, at: row.at, tone: row.tone }, row] : [row]
	})
}

function unsettledRow(part: Unsettled): Row {
	const at = new Date(part.delivery.started_at ?? part.delivery.settled_at ?? 0)
	return { is: 'unsettled', key: part.delivery.id, at, tone: 'public', part }
}
