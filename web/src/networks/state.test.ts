import { expect, test } from 'vitest'
import type { Account, Gap } from './api'
import { stateOf } from './state'
import { waysOn } from './use-account'

const now = new Date('2026-05-04T09:30:00Z')
const at = '2026-05-04T09:10:00Z'
const of = (part: Partial<Account>) =>
	({ id: 'acc_1', state: 'live', health: { last_success: at }, ...part }) as Account
const gap = { account_id: 'acc_1', state: 'open' } as Gap

test.each([
	[of({}), [], 'Live', 'good'],
	[of({ health: {} }), [], 'Starting', 'quiet'],
	[of({ state: 'listen' }), [], 'Listening only', 'quiet'],
	[of({}), [gap], 'Catching up', 'hold'],
	[of({}), [{ ...gap, account_id: 'acc_2' }], 'Live', 'good'],
	[of({ state: 'paused', health: { since: at, code: 'auth' } }), [gap], 'Paused', 'quiet'],
	[of({ state: 'history' }), [], 'History only', 'quiet'],
	[of({ state: 'by_hand' }), [], 'By hand', 'quiet'],
] as const)('an account is said in its word: %#', (account, gaps, word, tone) => {
	expect(stateOf(account, [...gaps], now)).toMatchObject({ word, tone })
})

test('trouble says since when, before anything else', () => {
	const broken = stateOf(of({ health: { since: at, code: 'auth', text: 'No.' } }), [gap], now)
	expect(broken.word).toMatch(/^Down since \d\d:10$/)
	expect(broken.tone).toBe('late')
})

test('an account may become only what its network can', () => {
	expect(waysOn('listen', true).map((w) => w.to)).toEqual(['live', 'paused'])
	expect(waysOn('listen', false).map((w) => w.to)).toEqual(['paused'])
	expect(waysOn('paused', true).map((w) => w.to)).toEqual(['live', 'listen'])
	expect(waysOn('history', true)).toEqual([])
})
