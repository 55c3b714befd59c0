import { expect, test } from 'vitest'
import type { Conversation } from '../api/query'
import { answered } from './answer'
import { chosen, countdown, leftOf, offersTo, reasons, titleOf } from './offer'

const now = new Date('2026-05-04T09:00:00Z')
const inSeconds = (s: number) => new Date(now.getTime() + s * 1000).toISOString()
const offered = (id: string, seconds: number, to = 'me') =>
	({
		id,
		offer: { id: `o${id}`, to, at: inSeconds(seconds - 120), expires_at: inSeconds(seconds) },
	}) as Conversation

test.each([
	[42, '0:42'],
	[120, '2:00'],
	[61.2, '1:02'],
	[9, '0:09'],
	[0, '0:00'],
	[-5, '0:00'],
])('%d seconds left read %s', (seconds, text) => {
	expect(countdown(new Date(inSeconds(seconds)), now)).toBe(text)
})

test("only one's own offers that still stand count, the first to end first", () => {
	const list = [offered('a', 90), offered('b', 30), offered('c', 60, 'other'), offered('d', -1)]
	expect(offersTo('me', list, now).map((c) => c.id)).toEqual(['b', 'a'])
})

test('the ring of an offer empties with its time', () => {
	expect(leftOf({ at: inSeconds(-60), expires_at: inSeconds(60) }, now)).toBe(0.5)
	expect(leftOf({ at: inSeconds(-60), expires_at: inSeconds(-1) }, now)).toBe(0)
	expect(leftOf({ at: inSeconds(5), expires_at: inSeconds(5) }, now)).toBe(0)
})

test('Y means the open offer, else the one under the cursor, else the first to end', () => {
	const list = [offered('a', 30), offered('b', 60), offered('c', 90)]
	expect(chosen(list, 'b', 'c')?.id).toBe('b')
	expect(chosen(list, 'x', 'c')?.id).toBe('c')
	expect(chosen(list, 'x', 'y')?.id).toBe('a')
	expect(chosen([], 'b')).toBeUndefined()
})

test('there are five reasons, each known to the API', () => {
	expect(reasons.map((r) => r.reason)).toEqual(['busy', 'skill', 'language', 'wrong_owner', 'leaving'])
})

test('what a colleague asks one to take over waits behind the offers, once, and does not end', () => {
	const asked = (id: string, to: string) =>
		({ id, transfer: { from: 'jonas', to, briefing: 'Short rail', at: '', reason: 'skill' } }) as Conversation
	const all = [asked('c', 'ines'), offered('a', 20, 'ines'), asked('c', 'ines'), asked('d', 'jonas')]
	expect(offersTo('ines', all, now).map((c) => c.id)).toEqual(['a', 'c'])
	expect(titleOf(asked('c', 'ines'), () => 'Jonas')).toBe('Jonas asks you to take over')
	expect(titleOf(offered('a', 20), () => 'Jonas')).toBe('Offered to you')
})

test('an answer shows at once: yes leads, no gives an offer away and leaves with its lead what a colleague asked', () => {
	const c = { id: 'a', epoch: 3, stance: 'led', lead: 'jonas', transfer: { to: 'ines' } } as Conversation
	expect(answered(c, 'ines', true)).toMatchObject({
		lead: 'ines',
		stance: 'led',
		epoch: 4,
		transfer: undefined,
	})
	expect(answered(c, 'ines', false)).toEqual({ transfer: undefined })
	expect(answered(offered('a', 20), 'ines', false)).toEqual({ offer: undefined })
})
