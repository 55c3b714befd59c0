import { expect, test } from 'vitest'
import { type LiveEvent, stale } from './live'

const event = (kind: string, conversation?: string) => ({ kind, conversation_id: conversation }) as LiveEvent

test.each([
	['message.received', 'cnv_1', [['conversation', 'cnv_1'], ['inbox'], ['counters']]],
	['draft.saved', 'cnv_1', [['conversation', 'cnv_1']]],
	['agent.presence', undefined, [['agents'], ['me']]],
	['account.changed', undefined, [['accounts']]],
	['installation.restored', undefined, [[]]],
	['something.new', undefined, []],
] as const)('%s makes stale what it changed', (kind, conversation, keys) => {
	expect(stale(event(kind, conversation))).toEqual(keys)
})
