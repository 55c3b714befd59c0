const day = 24 * 60 * 60_000
const formatters = new Map<string, Intl.DateTimeFormat>()

/** wallOf is what clock and calendar show somewhere, as if it were UTC, in milliseconds. */
function wallOf(at: Date, zone: string): number {
	let format = formatters.get(zone)
	if (!format) {
		format = new Intl.DateTimeFormat('en-US', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		})
		formatters.set(zone, format)
	}
	const part: Record<string, number> = {}
	for (const { type, value } of format.formatToParts(at)) part[type] = Number(value)
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
	return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** dateIn is the date of a time in a zone, as 2026-11-12. */
export const dateIn = (at: Date, zone: string) => new Date(wallOf(at, zone)).toISOString().slice(0, 10)

/** clockIn is the time of day in a zone, as 09:30. */
export const clockIn = (at: Date, zone: string) => new Date(wallOf(at, zone)).toISOString().slice(11, 16)

/** instant is when a clock in a zone shows a time of a date; 24:00 is the midnight at its end. What the clocks skip is after the gap. */
export function instant(date: string, clock: string, zone: string): Date {
	const [h = 0, m = 0] = clock.split(':').map(Number)
	const wall = Date.parse(`${date}T00:00:00Z`) + (h * 60 + m) * 60_000
	const offset = (at: number) => wallOf(new Date(at), zone) - at
	const first = wall - offset(wall)
	const second = wall - offset(first)
	return new Date(wallOf(new Date(second), zone) === wall ? second : Math.max(first, second))
}

/** addDays moves a date. */
export function addDays(date: string, n: number): string {
	return new Date(Date.parse(`${date}T00:00:00Z`) + n * day).toISOString().slice(0, 10)
}

/** weekdayOf is the day of the week, Monday being 0. */
export const weekdayOf = (date: string) => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7

/** isDate says that something is a date as 2026-11-12. */
export const isDate = (text: string) =>
	/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))

/** cityOf is what a zone is called among people: Berlin of Europe/Berlin. */
export const cityOf = (zone: string) => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
