import { language } from './catalogue'

/** What somebody's browser asks for, BCP 47, the most wanted first. */
const wanted = (): readonly string[] => globalThis.navigator?.languages ?? []

/** Where the words' language alone does not tell how dates are written, they are written so. */
const usual: Record<string, string> = { en: 'en-GB' }

/**
 * regionOf says whose order dates and numbers are written in: that of the browser where it wants the language of the
 * words with a region, else the usual one of the words. The words themselves never change.
 */
export function regionOf(words: string, browser: readonly string[]): string {
	const fits = browser.find((tag) => base(tag) === base(words) && regionIn(tag))
	return fits ?? usual[words] ?? words
}

/** hoursOf says whether the day has twice twelve hours where the browser is; it has 24 unless a region says otherwise. */
export function hoursOf(words: string, browser: readonly string[]): 'h12' | 'h23' {
	const where = browser.find((tag) => regionIn(tag)) ?? usual[words] ?? words
	const { hourCycle } = new Intl.DateTimeFormat(where, { hour: 'numeric' }).resolvedOptions()
	return hourCycle === 'h11' || hourCycle === 'h12' ? 'h12' : 'h23'
}

interface Ways {
	words: string
	region: string
	hours: 'h12' | 'h23'
}

let found: Ways | undefined

/** ways finds out once for a language of words: times are written often. */
function ways(): Ways {
	const words = language()
	if (found?.words !== words) {
		found = { words, region: regionOf(words, wanted()), hours: hoursOf(words, wanted()) }
	}
	return found
}

/** region is where dates and numbers are written as they are here, BCP 47. */
export const region = () => ways().region

/** hours is whether the day has twice twelve hours here. */
export const hours = () => ways().hours

function base(tag: string): string {
	return tag.toLowerCase().split('-')[0] as string
}

function regionIn(tag: string): string | undefined {
	try {
		return new Intl.Locale(tag).region
	} catch {
		return undefined // no language tag at all
	}
}

/** numbered writes a number. */
export function numbered(n: number, options: Intl.NumberFormatOptions = {}): string {
	return new Intl.NumberFormat(region(), options).format(n)
}

/** languageName is what a language is called in the language of the console, or its code when nobody knows it. */
export function languageName(code: string): string {
	try {
		return new Intl.DisplayNames(language(), { type: 'language' }).of(code) ?? code
	} catch {
		return code
	}
}
