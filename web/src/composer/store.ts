import { dirty, type Found, type Keeper } from './keeper'

/** What of somebody's words this browser keeps by itself. */
export type PartName = 'text' | 'note' | 'answers'

/** Store is where words wait that the server does not have: they outlive the tab and the end of a session. */
export interface Store {
	load: (id: string) => Found
	save: (id: string, part: PartName, words: Found | undefined) => void
}

/** parts are what is stored: each by itself, and nothing that the server has. */
const parts: Record<PartName, (k: Keeper) => Found | undefined> = {
	text: (k) => (dirty(k) ? { leg: k.leg, text: k.text, files: k.files, to: k.to } : undefined),
	note: (k) => (k.note === '' ? undefined : { note: k.note, ...(k.noteKey && { noteKey: k.noteKey }) }),
	answers: (k) => (k.text !== '' && k.answers ? { answers: k.answers } : undefined),
}

/** changed lists the parts that are another thing now. */
export function changed(before: Keeper, now: Keeper): [PartName, Found | undefined][] {
	const names = Object.keys(parts) as PartName[]
	const same = (name: PartName) => JSON.stringify(parts[name](now)) === JSON.stringify(parts[name](before))
	return names.filter((name) => !same(name)).map((name) => [name, parts[name](now)])
}
