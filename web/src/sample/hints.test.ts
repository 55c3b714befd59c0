import { expect, test } from 'vitest'
import type { LiveEvent } from '../api/live'
import { followed, hintDone, hintsNow, nextHint } from './hints'

test('hints come one after another, and none comes back', () => {
	expect(nextHint('')).toBe('take')
	expect(nextHint('take')).toBe('answer')
	expect(nextHint('answer take')).toBe('why')
	expect(nextHint('why answer take')).toBeUndefined()
	hintDone('take')
	hintDone('take')
	expect(hintsNow()).toBe('take')
	expect(localStorage.getItem('switchboard.hints')).toBe('take')
})

test('only what one does oneself follows a hint', () => {
	const event = (kind: string, actor: string) => ({ kind, actor }) as LiveEvent
	expect(followed(event('offer.accepted', 'agt_me'), 'agt_me')).toBe('take')
	expect(followed(event('delivery.queued', 'agt_me'), 'agt_me')).toBe('answer')
	expect(followed(event('offer.accepted', 'agt_you'), 'agt_me')).toBeUndefined()
	expect(followed(event('note.added', 'agt_me'), 'agt_me')).toBeUndefined()
})
