/** How long one post may be, as a network's Spec says it. */
export interface TextLimit {
	max: number
	unit: string
	/** What every link counts for; absent when it counts as written. */
	link_length?: number
}

const link = /https?:\/\/[^\s<>"']+/g
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** lengthOf is how long a network finds a text. The server counts the same: internal/connector/length.go. */
export function lengthOf(text: string, limit: Pick<TextLimit, 'unit' | 'link_length'>): number {
	const count = units[limit.unit] ?? bytes
	if (!limit.link_length) return count(text)
	const links = text.match(link)?.length ?? 0
	return count(text.replace(link, '')) + links * limit.link_length
}

export function fits(text: string, limit: TextLimit): boolean {
	return lengthOf(text, limit) <= limit.max
}

/** clusters takes a text to pieces that a reader calls characters. */
export function clusters(text: string): string[] {
	return Array.from(graphemes.segment(text), (s) => s.segment)
}

const bytes = (text: string) => new TextEncoder().encode(text).length

const units: Record<string, (text: string) => number> = {
	graphemes: (text) => clusters(text).length,
	runes: (text) => [...text].length,
	utf16: (text) => text.length,
	bytes,
	weighted,
}

// The third version of X's published text configuration: an emoji sequence counts two, code points of four ranges one,
// all others two.
function weighted(text: string): number {
	return clusters(text.normalize('NFC')).reduce((sum, cluster) => sum + weightOf(cluster), 0)
}

function weightOf(cluster: string): number {
	const points = Array.from(cluster, (c) => c.codePointAt(0) ?? 0)
	if (points.some(isEmoji)) return 2
	return points.reduce((sum, p) => sum + (isLight(p) ? 1 : 2), 0)
}

const within = (p: number, from: number, to: number) => p >= from && p <= to
const isLight = (p: number) =>
	p <= 4351 || within(p, 8192, 8205) || within(p, 8208, 8223) || within(p, 8242, 8247)
const isEmoji = (p: number) =>
	within(p, 0x1f000, 0x1faff) || within(p, 0x2600, 0x27bf) || p === 0x20e3 || p === 0xfe0f
