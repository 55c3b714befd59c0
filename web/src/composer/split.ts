import { clusters, fits, type TextLimit } from './length'

type Cut = (text: string) => string[]

const sentenceEnds = new Intl.Segmenter(undefined, { granularity: 'sentence' })

// The ways to take a text to pieces, the gentlest first.
const cuts: Cut[] = [sentences, (text) => text.match(/\S+\s*|\s+/gu) ?? [], clusters]

/**
 * split cuts a text into parts that fit: between sentences; a sentence that is too long, between words; a word that is
 * too long, between characters. Nothing but white space around the cuts is lost.
 */
export function split(text: string, limit: TextLimit): string[] {
	const whole = text.trim()
	if (whole === '') return []
	if (limit.max <= 0 || fits(whole, limit)) return [whole]
	const parts: string[] = []
	let open = ''
	const flush = () => {
		if (open.trim() !== '') parts.push(open.trim())
		open = ''
	}
	const pack = (piece: string, cut: number) => {
		if (fits((open + piece).trim(), limit)) {
			open += piece
			return
		}
		flush()
		const finer = cuts[cut]
		if (fits(piece.trim(), limit) || !finer) open = piece
		else for (const smaller of finer(piece)) pack(smaller, cut + 1)
	}
	pack(whole, 0)
	flush()
	return parts
}

// A full stop within a link is no end: a sentence ends before white space, or after the stop of a script without any.
function sentences(text: string): string[] {
	const found: string[] = []
	let whole = ''
	for (const { segment } of sentenceEnds.segment(text)) {
		whole += segment
		if (/[\s。！？．]$/u.test(whole)) {
			found.push(whole)
			whole = ''
		}
	}
	return whole === '' ? found : [...found, whole]
}

/** joined puts the parts of a kept draft together again. What white space stood around a cut is not kept. */
export function joined(parts: string[]): string {
	return parts.join(' ')
}
