export type Words = Record<string, string[]>

/** termsText writes terms one a line, those of a language behind its code: `de: akku*`. */
export function termsText(words: Record<string, string[] | null> | undefined): string {
	const lines: string[] = []
	for (const code of Object.keys(words ?? {}).sort(anyFirst))
		for (const term of words?.[code] ?? []) lines.push(code === 'any' ? term : `${code}: ${term}`)
	return lines.join('\n')
}

const anyFirst = (a: string, b: string) => (a === 'any' ? -1 : b === 'any' ? 1 : a.localeCompare(b))

/** termsOf reads them back. What stands before a colon counts as a language if it looks like the code of one. */
export function termsOf(text: string): Words {
	const words: Words = {}
	for (const line of text.split('\n')) {
		const [, code = 'any', term = ''] = /^\s*(?:([a-z]{2,3})\s*:)?\s*(.*?)\s*$/.exec(line) ?? []
		if (term) words[code] = [...(words[code] ?? []), term]
	}
	return words
}

/** keyFor makes a key of a name: Flat tyres is flat_tyres. */
export function keyFor(name: string): string {
	return name
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/ß/g, 'ss')
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^_+|_+$/g, '')
		.slice(0, 48)
}
