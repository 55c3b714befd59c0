import { expect, test } from 'vitest'
import type { Advice, Consult } from './api'
import { proofResults, proofWord, standOf } from './stand'

const advice = (state: Advice['state'], more: Partial<Advice> = {}) =>
	({ id: state, state, doubts: [], proof: {}, text: '', ...more }) as unknown as Advice
const consult = (state: Consult['state'], asked: string, more: Partial<Consult> = {}) =>
	({ id: `${state} ${asked}`, state, asked_at: asked, advice: [], ...more }) as unknown as Consult

test('what waits for the lead is found in every question, whatever became of it', () => {
	const stand = standOf(
		[
			consult('answered', '1', { advice: [advice('taken'), advice('waiting')] }),
			consult('expired', '2', { advice: [advice('machine'), advice('waiting')] }),
		],
		true,
	)
	expect(stand.waiting.map((w) => w.consult.state)).toEqual(['answered', 'expired'])
	expect(stand.over).toEqual([])
})

test('an end without an answer is told until something else is asked', () => {
	const over = consult('expired', '2026-01-01', { ended_at: '2026-01-03' })
	expect(standOf([over], false).over).toEqual([over])
	expect(standOf([over, consult('asked', '2026-01-02')], false).over).toEqual([over])
	const again = consult('asked', '2026-01-04')
	const stand = standOf([over, again], false)
	expect(stand.over).toEqual([])
	expect(stand.open).toEqual([again])
})

test('a sender is said to be checked only where something was checked', () => {
	expect(proofWord(advice('taken'))).toBe('consult.proofNone')
	expect(proofWord(advice('taken', { noted_by: 'agt_1' }))).toBe('consult.proofNoted')
	const forged = advice('waiting', { proof: { sender: 'forged', dmarc: 'fail', spf: 'pass' } })
	expect(proofWord(forged)).toBe('consult.proofForged')
	expect(proofResults(forged)).toBe('DMARC fail · SPF pass')
})
