import { describe, expect, test } from 'vitest'
import { t } from '../words/catalogue'
import { findingsOf, nextStep, type Standing } from './step'
import { noteWay, type Way } from './ways'

const way = (kind: string): Way => ({
	...noteWay,
	leg: 'leg_1',
	kind,
	readers: kind === 'public' ? 'public' : 'private',
})
const standing = (more: Partial<Standing>): Standing => ({
	way: way('public'),
	written: true,
	over: false,
	take: false,
	findings: [],
	name: 'Dana',
	...more,
})
const said = (s: Standing) => {
	const step = nextStep(s)
	return [step.does, t(step.word, step.values)]
}
const ruling = (...rules: string[]) => ({
	outcome: 'block' as const,
	hash: 'h',
	reasons: rules.map((rule) => ({ rule, text: rule, part: -1 })),
})

describe('the button says who will see it', () => {
	test.each([
		['public', false, 'Post publicly'],
		['public', true, 'Take it and post publicly'],
		['direct', false, 'Send privately'],
		['link_chat', false, 'Send privately'],
		['email', false, 'Email Dana'],
		['email', true, 'Take it and email Dana'],
	])('on %s', (kind, take, words) => {
		expect(said(standing({ way: way(kind), take }))).toEqual(['send', words])
	})
	test('a note is a note', () => {
		expect(said(standing({ way: noteWay }))).toEqual(['send', 'Add note'])
	})
})

describe('the button says the next step', () => {
	test('nothing written, nothing done', () => {
		expect(said(standing({ written: false }))[0]).toBe('nothing')
	})
	test('what stops the post comes first', () => {
		const findings = findingsOf(ruling('level', 'attachments', 'account'), false)
		expect(said(standing({ findings }))).toEqual(['fix', 'Fix 2 first'])
	})
	test('who gets it is asked before anything else, and never of nothing', () => {
		const findings = findingsOf(ruling('recipient', 'attachments'), false)
		expect(said(standing({ asksWhom: true, findings }))).toEqual(['fix', 'Choose who gets it'])
		expect(said(standing({ asksWhom: true, written: false }))[0]).toBe('nothing')
	})
	test('a text that is too long is to be mended', () => {
		expect(said(standing({ over: true }))).toEqual(['fix', 'Fix 1 first'])
	})
	test('what needs a level asks for it', () => {
		expect(said(standing({ findings: findingsOf(ruling('level'), false) }))).toEqual([
			'ask',
			'Ask for approval',
		])
	})
})

describe('findings', () => {
	test('stand worst first', () => {
		expect(findingsOf(ruling('level', 'length', 'returned'), false).map((f) => f.rule)).toEqual([
			'returned',
			'length',
			'level',
		])
	})
	test('leave out what sending mends by itself', () => {
		expect(findingsOf(ruling('lead', 'empty'), true)).toEqual([])
		expect(findingsOf(ruling('lead'), false)).toHaveLength(1)
	})
})
