import { expect, test } from 'vitest'
import type { PersonWeek, Week } from './api'
import { awayOf, beginsAt, dayAway, imagined, plannedFor, tomorrowOf } from './away'

const zone = 'Europe/Berlin'

test('whole days are from midnight to midnight where the days are', () => {
	const away = awayOf({ ...plannedFor('jonas', '2026-03-28'), last: '2026-03-29' }, zone)
	expect(away?.from.toISOString()).toBe('2026-03-27T23:00:00.000Z')
	expect(away?.until.toISOString()).toBe('2026-03-29T22:00:00.000Z')
})

test('an absence has somebody, its days, and an end after its start', () => {
	const part = { ...plannedFor('jonas', '2026-11-13'), whole: false, from: '13:00', to: '15:00' }
	expect(awayOf(part, zone)?.until.toISOString()).toBe('2026-11-13T14:00:00.000Z')
	expect(awayOf({ ...part, to: '13:00' }, zone)).toBeUndefined()
	expect(awayOf({ ...part, from: 'noon' }, zone)).toBeUndefined()
	expect(awayOf({ ...part, last: '2026-11-12' }, zone)).toBeUndefined()
	expect(awayOf({ ...part, who: '' }, zone)).toBeUndefined()
	expect(awayOf({ ...part, first: '' }, zone)).toBeUndefined()
})

test('somebody is missed when they would have begun to work', () => {
	const away = dayAway('jonas', '2026-11-13', zone)
	const shifts = [{ from: '2026-11-12T09:00:00Z' }, { from: '2026-11-13T09:00:00Z' }]
	expect(beginsAt({ shifts } as PersonWeek, away).toISOString()).toBe('2026-11-13T09:00:00.000Z')
	expect(beginsAt(undefined, away)).toEqual(away.from)
})

test('what is imagined changes nothing but the picture', () => {
	const week = {
		zone,
		now: '2026-11-12T23:30:00Z',
		people: [{ id: 'jonas', absences: [] }],
	} as unknown as Week
	expect(tomorrowOf(week)).toBe('2026-11-14')
	const seen = imagined(week, dayAway('jonas', '2026-11-13', zone))
	expect(seen.people[0]?.absences).toHaveLength(1)
	expect(week.people[0]?.absences).toHaveLength(0)
	expect(imagined(week, undefined)).toBe(week)
})
