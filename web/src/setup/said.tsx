import type { Sentence } from './propose'

/** parts cuts a sentence into its own words and the values that stand in them. */
export function parts({ text, values }: Sentence): { text: string; value: boolean }[] {
	const known = Object.values(values ?? {}).filter(Boolean)
	known.sort((a, b) => b.length - a.length)
	if (known.length === 0) return [{ text, value: false }]
	const any = new RegExp(`(${known.map((v) => v.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`)
	return text
		.split(any)
		.map((part, i) => ({ text: part, value: i % 2 === 1 }))
		.filter((part) => part.text)
}

/** Said is a sentence of the proposal; what was decided in it stands out. */
export function Said({ sentence }: { sentence: Sentence }) {
	return parts(sentence).map((part, i) =>
		// biome-ignore lint/suspicious/noArrayIndexKey: a sentence does not change its parts
		part.value ? <b key={i}>{part.text}</b> : part.text,
	)
}
