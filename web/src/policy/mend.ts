import type { Finding } from './api'

/** mended puts the word that was probably meant into the place of the one that was written; nothing when no word is proposed. */
export function mended(source: string, f: Finding): { source: string; word: string } | undefined {
	const word = /^Did you mean ([^\s?]+)\?/.exec(f.hint ?? '')?.[1]
	if (!word) return undefined
	const lines = source.split('\n')
	const line = [...(lines[f.line - 1] ?? '')]
	const wrong = /^["']?([^\s,\]}:"'#]+)["']?/u.exec(line.slice(f.column - 1).join(''))
	if (!wrong) return undefined
	const rest = line
		.slice(f.column - 1)
		.join('')
		.slice(wrong[0].length)
	lines[f.line - 1] = line.slice(0, f.column - 1).join('') + word + rest
	return { source: lines.join('\n'), word }
}
