/** Somebody's own words, and those of others they carry along below. */
export interface Said {
	own: string
	quoted: string
}

const heads = [
	/^\s*(on|am|le|el|il|op|den|em) .{4,200}(wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev|escreveu)[^:]{0,80}:\s*$/iu,
	/^\s*-{2,}\s*(original message|ursprüngliche nachricht|message d'origine|mensaje original|forwarded message)\s*-{2,}\s*$/iu,
]

/** fold parts what was said from the quoted text at its end. A quotation that somebody answers below stays. */
export function fold(text: string): Said {
	const lines = text.split('\n')
	let start = lines.length
	while (start > 0 && isQuote(lines[start - 1] ?? '')) start--
	const head = lines.findIndex((line) => heads.some((h) => h.test(line)))
	if (head > 0 && head < start) start = head
	while (start > 0 && (lines[start - 1] ?? '').trim() === '') start--
	const quoted = lines.slice(start).join('\n').trim()
	if (start === 0 || quoted === '') return { own: text, quoted: '' }
	return { own: lines.slice(0, start).join('\n'), quoted }
}

const isQuote = (line: string) => /^\s*>/.test(line) || line.trim() === ''
