import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import '../words/en'
import { headlineOf, phraseOf } from './because'

const names = {
	team: (key: string) => ({ service: 'Service', comms: 'Communications' })[key] ?? key,
	network: (key: string) => ({ x: 'X' })[key] ?? key,
}
type Step = { stage: string; rule: string; outcome: string; why: string }
const said = (rule: string, department: string, path: Step[], more: object = {}) =>
	headlineOf(
		{ rule, department, path, facts: { intent: 'complaint' }, ...more } as unknown as Parameters<
			typeof headlineOf
		>[0],
		'Arlo',
		names,
	)
const chosen = (stage: string, rule: string, why: string): Step => ({ stage, rule, outcome: 'chosen', why })

test.each([
	['continuity', 'open conversation', 'Arlo goes on with what Service has in hand, so Service keeps it.'],
	['carve_out', 'flagged press (0.70)', 'Arlo seems to ask for the press, so Service leads.'],
	['carve_out', 'flagged safety (0.50), on x', 'Arlo speaks of a danger to somebody on X, so Service leads.'],
	['topic', 'intent complaint (0.40)', 'Arlo complains, so Service leads.'],
	['topic', 'intent complaint (0.30; 0.62 with billing or delivery)', 'Arlo complains, so Service leads.'],
	['topic', 'intent complaint (0.80), public', 'Arlo complains in public, so Service leads.'],
	[
		'topic',
		'language de, known customer',
		'Arlo is a customer we know and writes in German, so Service leads.',
	],
	['topic', 'known customer', 'Arlo is a customer we know, so Service leads.'],
	['topic', 'in hours of day, night', 'Arlo writes within the hours “day, night”, so Service leads.'],
	['channel', 'on x, purpose review', 'Arlo writes on X in a review, so Service leads.'],
	['default', 'no other rule matched', 'No rule is about what Arlo writes, so it is for Service.'],
])('a rule of %s that rests on “%s” is why', (stage, why, sentence) => {
	expect(said('r', 'service', [chosen(stage, 'r', why)])).toBe(sentence)
})

test('what continuity kept is not said to follow from what the customer does', () => {
	const path = [chosen('continuity', 'same-department', 'open conversation')]
	expect(said('same-department', 'service', path)).not.toContain('complains')
})

test('where a rule was passed over for not being sure, the default says so', () => {
	const path = [
		{
			stage: 'topic',
			rule: 'b',
			outcome: 'skipped',
			why: 'intent billing (0.41) is less sure than 0.60',
		},
		chosen('default', 'default', 'no other rule matched'),
	]
	expect(said('default', 'service', path)).toBe(
		'No rule was sure enough of what Arlo writes, so it is for Service.',
	)
})

test('what the guard put aside is said to be put aside', () => {
	const path = [
		chosen('guard', 'spam', 'flagged spam (0.93): quarantine'),
		chosen('default', 'default', 'no other rule matched'),
	]
	expect(said('default', 'service', path, { quarantine: true })).toBe(
		'Arlo sends what looks like spam, so it was put aside before anybody saw it.',
	)
})

test('every clause the server can give has words, and a new one is told as it stands', () => {
	const file = join(import.meta.dirname, '../../../internal/ownership/testdata/because.txt')
	const clauses = new Set(
		readFileSync(file, 'utf8')
			.trim()
			.split('\n')
			.flatMap((line) => line.split(', ')),
	)
	expect(clauses.size).toBeGreaterThan(20)
	for (const clause of clauses) {
		const words = Object.values(phraseOf(clause, names)).join('')
		expect(words, clause).not.toBe('')
		expect(words, clause).not.toMatch(/why\.|[(_]/)
	}
	expect(phraseOf('moon full', names)).toEqual({ how: '(moon full)' })
})
