import { expect, test } from 'vitest'
import { Ledger, lingers } from './ledger'

const second = 1000
const minute = 60 * second

test('somebody who reads on is counted through, and a minute after the last hand', () => {
	const l = new Ledger()
	for (const at of [0, 20, 55, 110]) l.touch(at * second, 'reading')
	l.rest(10 * minute)
	expect(l.take()).toEqual([{ part: 'reading', from: 0, until: 110 * second + lingers }])
	expect(l.take()).toEqual([])
})

test('who looks away at once is counted until then', () => {
	const l = new Ledger()
	l.touch(0, 'reading')
	l.touch(30 * second, 'reading')
	l.rest(40 * second)
	expect(l.take()).toEqual([{ part: 'reading', from: 0, until: 40 * second }])
})

test('a pause is left out', () => {
	const l = new Ledger()
	l.touch(0, 'reading')
	l.touch(10 * minute, 'reading')
	l.rest(10 * minute + 5 * second)
	expect(l.take()).toEqual([
		{ part: 'reading', from: 0, until: lingers },
		{ part: 'reading', from: 10 * minute, until: 10 * minute + 5 * second },
	])
})

test('reading and writing are told apart, without a gap', () => {
	const l = new Ledger()
	l.touch(0, 'reading')
	l.touch(20 * second, 'writing')
	l.touch(50 * second, 'writing')
	l.touch(60 * second, 'reading')
	l.rest(70 * second)
	expect(l.take()).toEqual([
		{ part: 'reading', from: 0, until: 20 * second },
		{ part: 'writing', from: 20 * second, until: 60 * second },
		{ part: 'reading', from: 60 * second, until: 70 * second },
	])
})

test('a long time is told in pieces before anybody leaves', () => {
	const l = new Ledger()
	for (let at = 0; at <= 6 * minute; at += 30 * second) l.touch(at, 'reading')
	expect(l.full).toBe(true)
	expect(l.take()).toEqual([{ part: 'reading', from: 0, until: 5 * minute }])
	expect(l.full).toBe(false)
})

test('a glance is nothing, and a clock set back loses nothing it had', () => {
	const l = new Ledger()
	l.touch(0, 'reading')
	l.rest(400)
	expect(l.take()).toEqual([])
	l.touch(10 * minute, 'reading')
	l.touch(10 * minute + 30 * second, 'reading')
	l.touch(2 * minute, 'reading')
	l.rest(2 * minute + 10 * second)
	expect(l.take()).toEqual([
		{ part: 'reading', from: 10 * minute, until: 10 * minute + 30 * second },
		{ part: 'reading', from: 2 * minute, until: 2 * minute + 10 * second },
	])
})
