import { expect, test } from 'vitest'
import { hoursWord, weekOfCalendar, writtenHours } from './hours-word'

const office = {
	zone: 'Europe/Berlin',
	hours: { 'mon-wed': ['09:00-18:00'], thu: ['09:00-18:00'], sat: ['10:00-12:00'], sun: [] },
}

test('days with the same hours are said at once', () => {
	expect(hoursWord(office)).toBe('Mon–Thu 09:00–18:00 · Sat 10:00–12:00')
})

test('a week is written the way people write it', () => {
	expect(writtenHours(weekOfCalendar(office))).toEqual({ 'mon-thu': ['09:00-18:00'], sat: ['10:00-12:00'] })
})
