import { isMap, isSeq } from 'yaml'
import { dropped, inserted, moved, placed } from './data'
import type { Value } from './flow'
import { type Path, read } from './place'
import { cut, put, reorder, replace, type Text } from './splice'

/** Edit is one thing that changes in a policy. */
export type Edit =
	| { set: Path; to: Value }
	| { drop: Path }
	| { insert: Path; item: Value }
	| { move: Path; from: number; to: number }

/** Unwritable is thrown when a text cannot be changed in the way that is asked for: the forms then leave it to the text. */
export class Unwritable extends Error {}

/** dataOf is what a text says, as plain data; undefined when it is no YAML. */
export function dataOf(source: string): Value | undefined {
	const doc = read(source)
	return doc.errors.length > 0 ? undefined : ((doc.toJS() ?? {}) as Value)
}

/** changed is what the data is once an edit was made. */
export function changed(data: Value, edit: Edit): Value {
	if ('set' in edit) return placed(data, edit.set, edit.to)
	if ('drop' in edit) return dropped(data, edit.drop)
	if ('insert' in edit) return inserted(data, edit.insert, edit.item)
	return moved(data, edit.move, edit.from, edit.to)
}

/**
 * edited makes an edit in the text. Nothing but the lines of what is edited changes; when a text is written in a way that
 * the knife does not know, all of it is written again, with its comments. What comes out always says what was meant.
 */
export function edited(source: string, edit: Edit): string {
	const before = dataOf(source)
	if (before === undefined) throw new Unwritable('the text cannot be read')
	const want = changed(before, edit)
	if (same(before, want)) return source
	for (const way of [spliced, rewritten]) {
		const text = attempt(() => way(source, edit, want))
		if (text !== undefined && same(dataOf(text), want)) return text
	}
	throw new Unwritable('the text cannot be changed so')
}

/** allEdited makes several edits, one after the other. */
export const allEdited = (source: string, edits: readonly Edit[]) => edits.reduce(edited, source)

function attempt(way: () => string): string | undefined {
	try {
		return way()
	} catch {
		return undefined
	}
}

function spliced(source: string, edit: Edit): string {
	const text: Text = { source, doc: read(source) }
	if ('set' in edit) return listwise(source, edit) ?? replace(text, edit.set, edit.to)
	if ('drop' in edit) return cut(text, edit.drop)
	if ('insert' in edit) return put(text, edit.insert, edit.item)
	return reorder(text, edit.move, edit.from, edit.to)
}

/** A list that has a line for each entry keeps the entries that stay, and what is said beside them. */
function listwise(source: string, { set, to }: { set: Path; to: Value }): string | undefined {
	const node = read(source).getIn(set as string[], true)
	if (!Array.isArray(to) || !isSeq(node) || node.flow || node.items.length === 0 || to.length === 0)
		return undefined
	const present = node.toJSON() as Value[]
	const gone = present.map((v, i) => (to.some((w) => same(v, w)) ? -1 : i)).filter((i) => i >= 0)
	if (gone.length === present.length) return undefined
	const fresh = to.filter((v) => !present.some((w) => same(v, w)))
	let out = source
	for (const i of gone.reverse()) out = cut({ source: out, doc: read(out) }, [...set, i])
	fresh.forEach((one, n) => {
		out = put({ source: out, doc: read(out) }, [...set, present.length - gone.length + n], one)
	})
	return out
}

function rewritten(source: string, edit: Edit, want: Value): string {
	const doc = read(source)
	const path =
		'set' in edit ? edit.set : 'drop' in edit ? edit.drop : 'insert' in edit ? edit.insert : edit.move
	const top = path[0] as string
	const value = (want as Record<string, Value>)[top]
	if (!isMap(doc.contents)) throw new Unwritable('no mapping')
	if ('set' in edit) doc.setIn(edit.set as string[], doc.createNode(edit.to, { flow: true }))
	else if ('drop' in edit) value === undefined ? doc.delete(top) : doc.deleteIn(edit.drop as string[])
	else doc.set(top, value)
	return doc.toString({ lineWidth: 0, flowCollectionPadding: false })
}

/** same reports whether two values say the same; the order of keys says nothing. */
export function same(a: unknown, b: unknown): boolean {
	if (a === b) return true
	if (typeof a !== 'object' || typeof b !== 'object' || !a || !b || Array.isArray(a) !== Array.isArray(b))
		return false
	const keys = Object.keys(a)
	return (
		keys.length === Object.keys(b).length &&
		keys.every((k) => k in b && same((a as Record<string, unknown>)[k], (b as Record<string, unknown>)[k]))
	)
}
