import { span } from '../ui/time'
import { t } from '../words/catalogue'

const units = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 }

/** lengthOf reads a length of time such as 15m, 4h30m or 30d, in milliseconds; undefined when it is none. */
export function lengthOf(text: string): number | undefined {
	if (!/^(?:\d+[dhms])+$/.test(text)) return undefined
	let sum = 0
	for (const [, n, unit] of text.matchAll(/(\d+)([dhms])/g))
		sum += Number(n) * units[unit as keyof typeof units]
	return sum
}

/** lengthWord says a length of time: whole hours and days by themselves, up to two hours in minutes. */
export function lengthWord(text: string): string {
	const ms = lengthOf(text)
	if (ms === undefined) return text
	if (ms < units.h || (ms < 2 * units.h && ms % units.m === 0))
		return t('policy.minutes', { n: ms / units.m })
	if (ms % units.d === 0) return t('policy.days', { n: ms / units.d })
	if (ms % units.h === 0) return t('policy.hours', { n: ms / units.h })
	return span(ms)
}

/** lengthOfSeconds is a length of time the server gave in seconds. */
export const secondsWord = (seconds: number) => lengthWord(`${Math.round(seconds / 60)}m`)

/** Lengths people choose from. */
export const short = [
	'0m',
	'5m',
	'10m',
	'15m',
	'20m',
	'30m',
	'60m',
	'90m',
	'2h',
	'4h',
	'8h',
	'12h',
	'24h',
	'48h',
]
export const long = ['7d', '14d', '30d', '60d', '90d', '180d', '365d']

/** shareWord is a part of a whole in words. */
export const shareWord = (share: number) => t('policy.share', { n: Math.round(share * 100) })
export const shares = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95]
