import { expect, test } from 'vitest'
import { t } from '../words/catalogue'
import type { Event } from './queries'
import { sayingOf } from './said'

/** A line of the timeline as it reads. */
function reads(kind: string, reason?: string): string {
	const saying = sayingOf({ kind, reason } as Event)
	if (!saying) return ''
	const said = t(saying.word, { who: 'Runa', whom: 'Bo', team: 'Service' })
	return `${said}${saying.reason ? t(saying.ends ? 'event.how' : 'event.because', { why: t(saying.reason) }) : ''}`
}

test.each([
	['conversation.taken', undefined, 'Runa took it'],
	['conversation.taken', 'skill', 'Runa took over, because they know more about it'],
	['conversation.taken', 'cover', 'Runa took over, because whoever led it was absent'],
	['conversation.released', 'shift', 'Runa gave it back to Service, because the shift ends'],
	['transfer.asked', 'skill', 'Runa asked Bo to take over, because somebody else knows more about it'],
	['offer.declined', 'busy', 'Offered to Bo, declined, because there is too much at once'],
	['conversation.closed', 'resolved', 'Runa closed it: Solved'],
	['customer.opted_out', 'on', 'Runa noted that the customer asked not to be written to unasked'],
	['customer.opted_out', 'off', 'Runa noted that the customer may be written to unasked again'],
	['message.received', undefined, ''],
])('%s for %s reads as a sentence', (kind, reason, words) => {
	expect(reads(kind, reason)).toBe(words)
})
