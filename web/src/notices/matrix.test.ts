import { expect, test } from 'vitest'
import { weekOf } from '../setup/draft'
import { isOn, turned, waited, waiting } from './matrix'
import { browserName, bytesOf, wordOf } from './push'
import { spansOf } from './spans'

const ways = {
	late: { email: { on: true, after_seconds: 900 }, push: { on: false } },
	reply: { email: { on: true, after_seconds: 900 } },
	offer: { email: { on: false, after_seconds: 300 } },
	safety: { email: { on: true } },
}

test('one way of one event is turned, and how long it waits stays', () => {
	const off = turned(ways, 'late', 'email', false)
	expect(isOn(off, 'late', 'email')).toBe(false)
	expect(off.late?.email?.after_seconds).toBe(900)
	expect(isOn(turned(ways, 'never', 'chat', true), 'never', 'chat')).toBe(true)
	expect(isOn(ways, 'late', 'email')).toBe(true)
})

test('the wait is set for every email but those of alarms', () => {
	expect(waiting(ways)).toBe(900)
	const later = waited(ways, 3600)
	expect(waiting(later)).toBe(3600)
	expect(later.safety?.email?.after_seconds).toBeUndefined()
})

test('hours of a calendar become lines and back', () => {
	const hours = { mon: ['22:00-07:00'], tue: ['22:00-07:00'], sat: ['00:00-12:00', '22:00-07:00'] }
	expect(spansOf(hours)).toHaveLength(2)
	const back = weekOf(spansOf(hours))
	expect(Object.fromEntries(Object.entries(back).map(([d, of]) => [d, of.sort()]))).toEqual(hours)
})

test('keys travel as base64url', () => {
	const bytes = Uint8Array.from([251, 255, 190, 0])
	expect(wordOf(bytes.buffer)).toBe('-_--AA')
	expect([...bytesOf('-_--AA')]).toEqual([...bytes])
	expect(browserName('Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537')).toBe('Chrome, Linux')
})
