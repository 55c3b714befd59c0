import { expect, test } from 'vitest'
import { t } from '../words/catalogue'
import { fateOf } from './fate'
import type { Delivery } from './queries'

const now = new Date('2026-05-04T09:00:00Z')
const delivery = (more: Partial<Delivery>): Delivery =>
	({ id: 'dlv_1', draft_id: 'drf_1', part: 0, attempt: 1, state: 'waiting', ...more }) as Delivery

test.each<[Partial<Delivery>, string, string]>([
	[{ state: 'waiting' }, 'Sending', 'quiet'],
	[{ state: 'waiting', not_before: '2026-05-04T09:00:40Z' }, 'Leaves in 40 s, network limit', 'quiet'],
	[{ state: 'waiting', not_before: '2026-05-04T08:59:00Z' }, 'Sending', 'quiet'],
	[{ state: 'sending' }, 'Sending', 'quiet'],
	[{ state: 'sent', settled_by: 'network' }, 'Sent', 'good'],
	[{ state: 'sent', settled_by: 'agt_1' }, 'Sent', 'good'],
	[{ state: 'sent', settled_by: 'echo' }, 'Seen on the network', 'good'],
	[{ state: 'sent', settled_by: 'read_back' }, 'Seen on the network', 'good'],
	[{ state: 'unknown' }, 'Not known yet. Looking on the network', 'hold'],
	[{ state: 'rejected', text: 'longer than 500' }, 'Refused: longer than 500', 'late'],
	[{ state: 'sent', settled_by: 'echo', returned_at: '2026-05-04T08:00:00Z' }, 'Came back', 'late'],
	[{ state: 'dropped' }, 'Not sent', 'quiet'],
	[{ state: 'by_hand' }, 'Waits for you to post', 'hold'],
])('%o is said as %s', (more, words, tone) => {
	const fate = fateOf(delivery(more), now)
	expect(t(fate.word, fate.values)).toBe(words)
	expect(fate.tone).toBe(tone)
})

test('only what nobody knows can be settled by a person', () => {
	const open = ['waiting', 'sending', 'sent', 'unknown', 'rejected', 'dropped'].filter(
		(state) => fateOf(delivery({ state }), now).open,
	)
	expect(open).toEqual(['unknown'])
})
