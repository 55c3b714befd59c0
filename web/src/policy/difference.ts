/** A line of what changed: new, gone, as before, or left out because nothing near it changed. */
export interface Row {
	sign: '+' | '-' | ' ' | '…'
	text: string
}

const around = 2

/** difference says line by line how one text became another, with two lines around what changed; nothing when none did. */
export function difference(before: string, after: string): Row[] {
	const rows = whole(before.split('\n'), after.split('\n'))
	const near = (i: number) => rows.slice(Math.max(0, i - around), i + around + 1).some((r) => r.sign !== ' ')
	if (!rows.some((r) => r.sign !== ' ')) return []
	const out: Row[] = []
	rows.forEach((row, i) => {
		if (near(i)) out.push(row)
		else if (out.at(-1)?.sign !== '…') out.push({ sign: '…', text: '' })
	})
	return out
}

/** whole is all lines: the longest row of lines that both texts have stays, the others come or go. */
function whole(a: readonly string[], b: readonly string[]): Row[] {
	const shared = sharedFrom(a, b)
	const out: Row[] = []
	let [i, j] = [0, 0]
	while (i < a.length || j < b.length) {
		const [old, now] = [a[i], b[j]]
		if (old !== undefined && old === now) {
			out.push({ sign: ' ', text: old })
			i++
			j++
		} else if (now === undefined || (old !== undefined && shared(i + 1, j) >= shared(i, j + 1))) {
			out.push({ sign: '-', text: old ?? '' })
			i++
		} else {
			out.push({ sign: '+', text: now })
			j++
		}
	}
	return out
}

/** sharedFrom counts how many lines two texts share, in order, from a line of each to their ends. */
function sharedFrom(a: readonly string[], b: readonly string[]): (i: number, j: number) => number {
	const width = b.length + 1
	const counts = new Uint32Array((a.length + 1) * width)
	const at = (i: number, j: number) => counts[i * width + j] ?? 0
	for (let i = a.length - 1; i >= 0; i--)
		for (let j = b.length - 1; j >= 0; j--)
			counts[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
	return at
}
