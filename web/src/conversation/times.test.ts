import { expect, test } from 'vitest'
import { forField, laters } from './times'

test.each([
	[new Date(2026, 4, 4, 10, 30), '2026-05-05T09:00', '2026-05-11T09:00'], // a Monday
	[new Date(2026, 4, 9, 23, 59), '2026-05-10T09:00', '2026-05-11T09:00'], // a Saturday
	[new Date(2026, 4, 10, 0, 0), '2026-05-11T09:00', '2026-05-11T09:00'], // a Sunday
	[new Date(2026, 11, 31, 12, 0), '2027-01-01T09:00', '2027-01-04T09:00'],
])('from %s on', (now, tomorrow, monday) => {
	const found = laters(now)
	const mornings = found.map((l) => forField(l.at)).slice(2)
	expect(mornings).toEqual(tomorrow === monday ? [tomorrow] : [tomorrow, monday])
	expect(found.every((l) => l.at > now)).toBe(true)
})
