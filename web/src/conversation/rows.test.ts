import { expect, test } from 'vitest'
import type { Event, Message, ThreadItem, Why } from './queries'
import { type Row, rowsOf, type Sources } from './rows'

const at = (minutes: number) => new Date(Date.UTC(2026, 4, 4, 9, minutes)).toISOString()
const message = (id: string, minutes: number, visibility = 'public', direction = 'in'): Message =>
	({
		id,
		published_at: at(minutes),
		visibility,
		direction,
		leg_id: `leg of ${visibility}`,
		content: { text: id },
	}) as Message
const event = (kind: string, minutes: number, more: Partial<Event> = {}): Event =>
	({ kind, at: at(minutes), position: minutes, actor_kind: 'system', ...more }) as Event
const other = (id: string, minutes: number): ThreadItem =>
	({ message_id: id, published_at: at(minutes), own: false, folded: true, direction: 'in' }) as ThreadItem
const rows = (s: Partial<Sources>): Row[] =>
	rowsOf({ messages: [], more: false, events: [], others: [], unsettled: [], ...s })
const shape = (all: Row[]) =>
	all
		.filter((r) => r.is !== 'day')
		.map((r) => (r.is === 'message' ? r.key : r.is === 'event' ? r.event.kind : r.is))

test('what was said and what happened stand in the order of time', () => {
	const all = rows({
		messages: [message('a', 0), message('b', 10, 'public', 'out')],
		events: [
			event('offer.accepted', 5, { agent: 'agt_1' }),
			event('message.received', 0),
			event('draft.saved', 8),
		],
	})
	expect(shape(all)).toEqual(['a', 'offer.accepted', 'b'])
})

test('a day is named where it begins and after four hours of quiet', () => {
	const days = rows({ messages: [message('a', 0), message('b', 200), message('c', 200 + 241)] }).filter(
		(r) => r.is === 'day',
	)
	expect(days.map((d) => d.at.toISOString())).toEqual([at(0), at(441)])
})

test('going private is said, a note in between is no turn', () => {
	const all = rows({
		messages: [
			message('a', 0),
			message('n', 1, 'internal', 'out'),
			message('b', 2),
			message('c', 3, 'private'),
			message('d', 4, 'private'),
		],
	})
	expect(shape(all)).toEqual(['a', 'n', 'b', 'turn', 'c', 'd'])
	expect(all.find((r) => r.is === 'turn')).toMatchObject({ tone: 'private', leg: 'leg of private' })
})

test('an offer that was answered is told by its answer, repeated ones once', () => {
	const offer = { agent: 'agt_1' }
	const all = rows({
		events: [
			event('offer.made', 1, offer),
			event('offer.expired', 3, offer),
			event('offer.made', 4, offer),
			event('offer.expired', 6, offer),
			event('offer.made', 7, offer),
		],
	})
	expect(shape(all)).toEqual(['offer.expired', 'offer.made'])
	expect(all.find((r) => r.is === 'event')).toMatchObject({ times: 2 })
})

test("others' posts in a row fold to one line", () => {
	const all = rows({
		messages: [message('a', 0), message('b', 9)],
		others: [other('x', 1), other('y', 2), other('z', 12)],
	})
	expect(shape(all)).toEqual(['a', 'others', 'b', 'others'])
	expect(all.find((r) => r.is === 'others')).toMatchObject({
		items: [{ message_id: 'x' }, { message_id: 'y' }],
	})
})

test('the verdict stands below the message it was made of', () => {
	const why = { decision: { message_id: 'a' } } as Why
	expect(shape(rows({ messages: [message('a', 0), message('b', 1)], why }))).toEqual(['a', 'verdict', 'b'])
})

test('lines between messages lie on the cord of the message before', () => {
	const all = rows({
		messages: [message('a', 0, 'private'), message('n', 1, 'internal'), message('b', 5)],
		events: [event('conversation.taken', 3)],
	})
	expect(all.find((r) => r.is === 'event')?.tone).toBe('private')
})

test('what happened before the oldest message that was read waits for the older page', () => {
	const events = [event('conversation.taken', 0), event('conversation.closed', 9)]
	expect(shape(rows({ messages: [message('b', 5)], more: true, events }))).toEqual([
		'b',
		'conversation.closed',
	])
})

test('what is under way stands at the end', () => {
	const part = { delivery: { id: 'dlv_1', state: 'sending' } as never, text: 'Hello' }
	expect(shape(rows({ messages: [message('a', 0)], unsettled: [part] }))).toEqual(['a', 'unsettled'])
})

test('a thousand messages are put together in an instant', () => {
	const messages = Array.from({ length: 1000 }, (_, i) => message(`m${i}`, i))
	expect(rows({ messages }).filter((r) => r.is === 'message')).toHaveLength(1000)
})

test('a briefing stays with the asking whatever came of it, and stands nowhere twice', () => {
	const asked = event('transfer.asked', 5, { actor: 'a', agent: 'b', reason: 'skill', message_id: 'why' })
	const all = rows({
		messages: [message('a', 0), message('why', 5, 'internal', 'out'), message('n', 6, 'internal', 'out')],
		events: [asked, event('transfer.accepted', 7, { actor: 'b', agent: 'b' })],
	})
	expect(shape(all)).toEqual(['a', 'transfer.asked', 'n', 'transfer.accepted'])
	expect(all.find((r) => r.is === 'event')).toMatchObject({ briefing: 'why' })
	const again = rows({
		messages: [message('one', 1, 'internal', 'out'), message('two', 2, 'internal', 'out')],
		events: [
			{ ...asked, at: at(1), message_id: 'one' },
			{ ...asked, at: at(2), message_id: 'two' },
		],
	})
	expect(again.flatMap((r) => (r.is === 'event' ? (r.briefing ?? '') : []))).toEqual(['one', 'two'])
})
