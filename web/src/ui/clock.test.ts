import { expect, test } from 'vitest'
import { readClock, shiftClock } from './clock'

test.each([
	['8', '08:00'],
	['08:30', '08:30'],
	['8.30', '08:30'],
	['0830', '08:30'],
	['830', '08:30'],
	['8h30', '08:30'],
	['20 Uhr', '20:00'],
	['20 h', '20:00'],
	['8 pm', '20:00'],
	['8:30 p.m.', '20:30'],
	['12am', '00:00'],
	['12 pm', '12:00'],
	['0', '00:00'],
	['24', '24:00'],
	[' 23:59 ', '23:59'],
])('%s is read as %s', (text, clock) => expect(readClock(text)).toBe(clock))

test.each(['', 'noon', '8:3', '25', '24:01', '8:60', '13 pm', '0 am', '8-18', '12345', '8:30 x'])(
	'%s is no time of day',
	(text) => expect(readClock(text)).toBeUndefined(),
)

test('half an hour forth and back stays within the day', () => {
	expect(shiftClock('08:00', 30)).toBe('08:30')
	expect(shiftClock('00:10', -30)).toBe('00:00')
	expect(shiftClock('23:45', 30)).toBe('24:00')
})
