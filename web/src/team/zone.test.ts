import { expect, test } from 'vitest'
import { addDays, cityOf, clockIn, dateIn, instant, isDate, weekdayOf } from './zone'

const said = (date: string, clock: string, zone: string) => instant(date, clock, zone).toISOString()

test('a time of day in a zone is one moment', () => {
	expect(said('2026-11-12', '09:00', 'Europe/Berlin')).toBe('2026-11-12T08:00:00.000Z')
	expect(said('2026-07-12', '09:00', 'Europe/Berlin')).toBe('2026-07-12T07:00:00.000Z')
	expect(said('2026-11-12', '24:00', 'Asia/Kathmandu')).toBe('2026-11-12T18:15:00.000Z')
	expect(said('2026-11-12', '00:00', 'America/Los_Angeles')).toBe('2026-11-12T08:00:00.000Z')
})

test('the day the clocks change begins and ends at its own midnights', () => {
	expect(said('2026-03-29', '00:00', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z')
	expect(said('2026-03-29', '24:00', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z')
	expect(said('2026-03-29', '02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
	expect(said('2026-10-25', '24:00', 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z')
})

test('a moment has a date and a time of day there', () => {
	const at = new Date('2026-11-12T23:30:00Z')
	expect([dateIn(at, 'Europe/Berlin'), clockIn(at, 'Europe/Berlin')]).toEqual(['2026-11-13', '00:30'])
	expect([dateIn(at, 'America/New_York'), clockIn(at, 'America/New_York')]).toEqual(['2026-11-12', '18:30'])
})

test('dates move, and what is none is none', () => {
	expect(addDays('2026-12-30', 3)).toBe('2027-01-02')
	expect(weekdayOf('2026-11-09')).toBe(0)
	expect(weekdayOf('2026-11-15')).toBe(6)
	expect([isDate('2026-11-09'), isDate('soon'), isDate('2026-13-40')]).toEqual([true, false, false])
	expect(cityOf('America/Los_Angeles')).toBe('Los Angeles')
})
