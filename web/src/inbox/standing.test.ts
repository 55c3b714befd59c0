import { expect, test } from 'vitest'
import type { Conversation } from '../api/query'
import { due } from '../ui/time'
import { groupOf } from './group'
import { matter, shownDue, spoken, standing } from './standing'

const now = new Date(2026, 4, 4, 10, 0)
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString()
const onlooker = { me: 'ines', nameOf: (id: string) => ({ jonas: 'Jonas', ines: 'Inès' })[id] ?? '?' }
const talk = (over: Partial<Conversation>) =>
	({
		customer_name: 'Dana Whitlock',
		preview: 'OK, that would save us',
		visibility: 'private',
		intent: 'complaint',
		ball: 'us',
		stance: 'led',
		last_message_at: later(-30),
		...over,
	}) as Conversation

test.each([
	[{ lead: 'ines' }, 'led', 'cord', 'You lead'],
	[{ lead: 'jonas' }, 'led', 'quiet', 'Jonas leads'],
	[{ lead: 'jonas', helpers: ['ines'] }, 'helped', 'quiet', 'Jonas leads · you help'],
	[{ lead: 'ines', ball: 'customer' }, 'waiting', 'quiet', 'Waiting for Dana Whitlock'],
	[{ lead: 'jonas', ball: 'customer' }, 'waiting', 'quiet', 'Jonas leads'],
	[{ lead: 'ines', to_post: true }, 'hand', 'hold', 'Post it by hand'],
	[{ lead: 'jonas', to_post: true }, 'hand', 'quiet', 'Jonas leads · to be posted'],
	[{ lead: 'ines', transfer: { to: 'jonas', from: 'ines' } }, 'transfer', 'hold', 'With Jonas to accept'],
	[{ lead: '', stance: 'queued' }, 'unowned', 'quiet', 'Unowned'],
	[{ stance: 'closed', lead: 'ines' }, 'solved', 'quiet', 'Closed'],
	[
		{ stance: 'offered', offer: { id: 'o', to: 'ines', at: later(-1), expires_at: later(0.7) } },
		'offered',
		'brass',
		'Offered · 0:42',
	],
	[
		{ stance: 'offered', offer: { id: 'o', to: 'jonas', at: later(-1), expires_at: later(1) } },
		'offered',
		'quiet',
		'Offered to Jonas',
	],
	[
		{ lead: 'jonas', transfer: { to: 'ines', from: 'jonas', briefing: '', reason: 'skill', at: later(0) } },
		'transfer',
		'hold',
		'Jonas asks you to take over',
	],
	[{ lead: 'ines', snoozed_until: later(120) }, 'clock', 'quiet', 'Until 12:00'],
] as const)('%o stands as %s', (over, jack, tone, who) => {
	expect(standing(talk(over as Partial<Conversation>), onlooker, now)).toMatchObject({ jack, tone, who })
})

test('a row is spoken with everything it shows', () => {
	expect(spoken(talk({ lead: 'ines', due_at: later(18) }), onlooker, now)).toBe(
		'Dana Whitlock, You lead, Private, due in 18 minutes, Complaint, OK, that would save us',
	)
	expect(spoken(talk({ lead: 'ines', due_at: later(-6) }), onlooker, now)).toContain(', 6 min late, ')
})

test('a row is spoken with the minutes that stand on it', () => {
	const at = later(7.9)
	expect(spoken(talk({ lead: 'ines', due_at: at }), onlooker, now)).toContain('due in 7 minutes')
	expect(due(new Date(at), now).text).toBe('7 min')
	expect(groupOf(talk({ due_at: later(59.9) }), now)).toBe('hour')
	expect(due(new Date(later(59.9)), now).text).toBe('59 min')
	expect(spoken(talk({ lead: 'ines', due_at: later(0.5) }), onlooker, now)).toContain('due in 30 s')
})

test('what weighs most is said instead of the intent', () => {
	expect(matter(talk({ flags: ['churn_risk', 'safety'] }))).toMatchObject({ word: 'Safety', tone: 'late' })
	expect(matter(talk({ flags: ['about_us'] }))?.word).toBe('Complaint')
	expect(matter(talk({ alarm: 'crisis', flags: ['safety'] }))).toMatchObject({
		word: 'Alarm: crisis',
		icon: 'safety',
	})
	expect(matter(talk({ intent: 'other' }))).toBeUndefined()
})

test.each([
	[160, '2 h 40'],
	[60 * 25, 'Tue 11:00'],
	[60 * 24 * 9, '13 May'],
])('a deadline %d minutes away reads %s', (minutes, text) => {
	expect(shownDue(new Date(later(minutes)), now)).toBe(text)
})
