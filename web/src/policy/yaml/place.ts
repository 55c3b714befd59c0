import {
	type Document,
	isCollection,
	isMap,
	isScalar,
	isSeq,
	type Node,
	type Pair,
	parseDocument,
} from 'yaml'

/** Where something stands in a policy: keys, and places in lists. */
export type Path = readonly (string | number)[]

/** read gives the tree of a text. Every node knows where in the text it stands. */
export function read(source: string): Document.Parsed {
	return parseDocument(source, { prettyErrors: false, uniqueKeys: true })
}

/** A piece of text, from one offset up to another. */
export type Span = readonly [from: number, to: number]

const startOf = (node: Node | null | undefined) => node?.range?.[0] ?? 0

/** endOf is where the words of a node end: comments and blank lines behind them are not part of it. */
export function endOf(node: Node | null | undefined): number {
	if (!isCollection(node) || node.flow) return node?.range?.[1] ?? 0
	const last = node.items.at(-1)
	if (isMap(node)) {
		const pair = last as Pair<Node, Node | null> | undefined
		return pair ? spanOf(pair)[1] : startOf(node)
	}
	return last ? endOf(last as Node) : startOf(node)
}

/** spanOf is where a pair of a mapping stands. */
export function spanOf(pair: Pair<Node, Node | null>): Span {
	const key = pair.key.range?.[1] ?? 0
	const value = pair.value && !isNothing(pair.value) ? endOf(pair.value) : key
	return [startOf(pair.key), Math.max(key, value)]
}

/** isNothing reports whether nothing at all is written where a value could be. */
export const isNothing = (node: Node) => isScalar(node) && node.value === null && !node.source

export type Entries = Pair<Node, Node | null>[]

/** nodeAt gives what stands at a path; undefined when nothing does. */
export function nodeAt(doc: Document.Parsed, path: Path): Node | null | undefined {
	return doc.getIn(path as (string | number)[], true) as Node | null | undefined
}

/** pairOf gives an entry of a mapping, with its place among the others. */
export function pairOf(
	map: Node | null | undefined,
	key: string | number,
): { at: number; all: Entries } | undefined {
	if (!isMap(map)) return undefined
	const all = map.items as unknown as Entries
	const at = all.findIndex((p) => isScalar(p.key) && p.key.value === key)
	return at < 0 ? undefined : { at, all }
}

export const itemsOf = (seq: Node | null | undefined): Node[] => (isSeq(seq) ? (seq.items as Node[]) : [])

export const lineStart = (text: string, at: number) => text.lastIndexOf('\n', at - 1) + 1

/** lineEnd is where the next line begins. */
export function lineEnd(text: string, at: number): number {
	const end = text.indexOf('\n', at)
	return end < 0 ? text.length : end + 1
}

/** beginsLine reports whether only blanks stand before a place on its line. */
export const beginsLine = (text: string, at: number) => text.slice(lineStart(text, at), at).trim() === ''

/** withComments moves the beginning of a line up over the comments right above it, no further than a limit. */
export function withComments(text: string, from: number, limit: number): number {
	let begin = from
	while (begin > limit) {
		const above = lineStart(text, begin - 1)
		if (above < limit || !text.slice(above, begin).trimStart().startsWith('#')) break
		begin = above
	}
	return begin
}

/** chunks are the lines of each entry of a list that has one line or more for each, with the comments right above. */
export function chunks(text: string, items: readonly Node[]): Span[] | undefined {
	const out: Span[] = []
	for (const item of items) {
		const begin = lineStart(text, item.range?.[0] ?? 0)
		if (!/^\s*- *$/.test(text.slice(begin, item.range?.[0] ?? 0))) return undefined
		const limit = out.at(-1)?.[1] ?? 0
		out.push([withComments(text, begin, limit), lineEnd(text, Math.max(endOf(item) - 1, begin))])
	}
	return out
}

/** linesOf says on which lines a node stands, from 1. */
export function linesOf(text: string, node: Node | null | undefined): { first: number; last: number } {
	const at = (offset: number) => text.slice(0, offset).split('\n').length
	return { first: at(startOf(node)), last: at(Math.max(endOf(node) - 1, 0)) }
}
