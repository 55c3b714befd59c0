/** A piece of somebody's words: text, an address, or a control sign that would turn the writing direction. */
export type Piece =
	| { is: 'text'; text: string }
	| { is: 'link'; href: string; host: string }
	| { is: 'mark'; code: string }

const wanted =
	/(https?:\/\/[^\s<>"'\u200e\u200f\u202a-\u202e\u2066-\u2069]+)|([\u202a-\u202e\u2066-\u2069])/giu

/** pieces takes a text apart. An address keeps no sign that ends a sentence; what is no address stays text. */
export function pieces(text: string): Piece[] {
	const found: Piece[] = []
	let at = 0
	const say = (until: number) => {
		if (until > at) found.push({ is: 'text', text: text.slice(at, until) })
	}
	for (const match of text.matchAll(wanted)) {
		const start = match.index
		if (match[2]) {
			say(start)
			found.push({ is: 'mark', code: `U+${(match[2].codePointAt(0) ?? 0).toString(16).toUpperCase()}` })
			at = start + match[2].length
			continue
		}
		const href = trimmed(match[0])
		const host = hostOf(href)
		if (!host) continue
		say(start)
		found.push({ is: 'link', href, host })
		at = start + href.length
	}
	say(text.length)
	return found
}

function trimmed(address: string): string {
	let href = address.replace(/[.,;:!?…。、»”’]+$/u, '')
	while (/[)\]}]$/.test(href) && unbalanced(href)) href = href.slice(0, -1)
	return href
}

function unbalanced(text: string): boolean {
	const count = (set: string) => [...text].filter((c) => set.includes(c)).length
	return count(')]}') > count('([{')
}

/** hostOf is where an address leads, as a browser reads it: punycode for names that only look like another. */
export function hostOf(href: string): string | undefined {
	try {
		const url = new URL(href)
		return /^https?:$/.test(url.protocol) ? url.host : undefined
	} catch {
		return undefined
	}
}
