/** plain writes a text without capitals and accents, so that `ines` finds Inès. */
export function plain(text: string): string {
	return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase()
}

/**
 * rank says how well a text fits what somebody types, 0 for not at all: every word typed has to be in it. Beginnings of
 * words count more than what stands inside them, and the beginning of the text most.
 */
export function rank(text: string, typed: string): number {
	const whole = plain(text)
	const words = plain(typed).split(/\s+/).filter(Boolean)
	if (words.length === 0) return 1
	let sum = 0
	for (const word of words) {
		const fits = rankWord(whole, word)
		if (fits === 0) return 0
		sum += fits
	}
	return sum / words.length
}

function rankWord(whole: string, word: string): number {
	if (whole.startsWith(word)) return 1
	const at = whole.indexOf(word)
	if (at < 0) return 0
	return new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}`, 'u').test(whole) ? 0.8 : 0.3
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
