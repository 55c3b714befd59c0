const written = /^(\d{1,2})(?:\s*[:.h]?\s*(\d{2}))?\s*(?:h|uhr)?\s*(?:([ap])\.?\s?m\.?)?$/i

/** readClock reads a time of day as people write it and gives HH:MM; 24:00 is the end of a day. */
export function readClock(text: string): string | undefined {
	const [found, hour, minute = '00', half] = written.exec(text.trim()) ?? []
	if (!found) return undefined
	const h = half ? ofHalf(Number(hour), half) : Number(hour)
	const minutes = h * 60 + Number(minute)
	if (Number.isNaN(h) || Number(minute) > 59 || minutes > whole) return undefined
	return asClock(minutes)
}

/** shiftClock moves a time of day, from midnight to midnight. */
export function shiftClock(clock: string, by: number): string {
	const [h, m] = clock.split(':').map(Number)
	return asClock(Math.min(Math.max((h ?? 0) * 60 + (m ?? 0) + by, 0), whole))
}

const whole = 24 * 60
const asClock = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
const two = (n: number) => String(n).padStart(2, '0')

/** ofHalf gives the hour of a day from one of its halves: 12 am is 0, 12 pm is 12. */
function ofHalf(hour: number, half: string): number {
	if (hour < 1 || hour > 12) return Number.NaN
	return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}
