import { type Document, isCollection, isMap, isSeq, type Node } from 'yaml'
import { shifted } from './data'
import { block, flow, type Value } from './flow'
import {
	beginsLine,
	chunks,
	endOf,
	isNothing,
	itemsOf,
	lineEnd,
	lineStart,
	nodeAt,
	type Path,
	pairOf,
	type Span,
	spanOf,
	withComments,
} from './place'

/** A text with its tree. */
export interface Text {
	source: string
	doc: Document.Parsed
}

const over = (source: string, [from, to]: Span, text: string) =>
	source.slice(0, from) + text + source.slice(to)

/** replace writes a value at a path, in place of what stands there or as a new key. */
export function replace(text: Text, path: Path, to: Value): string {
	const node = nodeAt(text.doc, path)
	const parent = path.slice(0, -1)
	const key = path.at(-1) as string | number
	if (node === undefined) {
		const map = nodeAt(text.doc, parent)
		if (path.length === 1) return section(text, key as string, to)
		if (!isMap(map)) return replace(text, parent, { [key]: to })
		return added(text, map, key as string, to)
	}
	const found = pairOf(nodeAt(text.doc, parent), key)
	const pair = found?.all[found.at]
	const inFlow = node && isCollection(node) && node.flow
	if (pair && (!node || isNothing(node) || (isCollection(node) && !inFlow))) {
		const colon = text.source.indexOf(':', pair.key.range?.[1] ?? 0) + 1
		return over(text.source, [colon, Math.max(colon, spanOf(pair)[1])], ` ${flow(to)}`)
	}
	return over(text.source, [node?.range?.[0] ?? 0, endOf(node)], flow(to))
}

/** section writes a new section of the document, before its tests. */
function section({ source, doc }: Text, key: string, to: Value): string {
	const tests = pairOf(doc.contents, 'tests')
	const written = block(key, to)
	if (!tests) {
		const gap = source === '' || source.endsWith('\n') ? '' : '\n'
		return `${source}${gap}${source.trim() ? '\n' : ''}${written}`
	}
	const [start] = spanOf(tests.all[tests.at] as never)
	const begin = withComments(source, lineStart(source, start), 0)
	return over(source, [begin, begin], `${written}\n`)
}

function added({ source }: Text, map: Node, key: string, to: Value): string {
	if (!isMap(map)) return source
	const last = map.items.at(-1)
	const written = flow({ [key]: to }).slice(1, -1)
	if (!last) return over(source, [map.range?.[0] ?? 0, map.range?.[1] ?? 0], `{${written}}`)
	const [, end] = spanOf(last as never)
	if (map.flow) return over(source, [end, end], `, ${written}`)
	const first = (map.items[0] as unknown as { key: Node }).key.range?.[0] ?? 0
	const indent = ' '.repeat(first - lineStart(source, first))
	const line = lineEnd(source, Math.max(end - 1, 0))
	const gap = source.slice(0, line).endsWith('\n') ? '' : '\n'
	return over(source, [line, line], `${gap}${indent}${written}\n`)
}

/** cut takes out what stands at a path, and its section when nothing else is left in it. */
export function cut(text: Text, path: Path): string {
	const parent = nodeAt(text.doc, path.slice(0, -1))
	const key = path.at(-1) as string | number
	const size = isCollection(parent) ? parent.items.length : 0
	if (path.length === 2 && size === 1) return cut(text, path.slice(0, 1))
	if (isSeq(parent)) return cutItem(text, path, parent)
	const found = pairOf(parent, key)
	if (!found || !isMap(parent)) return text.source
	const spans = found.all.map(spanOf)
	if (parent.flow) return over(text.source, between(spans, found.at), '')
	const span = spans[found.at] as Span
	const next = spans[found.at + 1]
	if (size === 1) return replace(text, path.slice(0, -1), {})
	if (!beginsLine(text.source, span[0])) return over(text.source, [span[0], (next ?? span)[0]], '')
	return over(text.source, lines(text.source, span, path.length === 1), '')
}

/** lines are those of a pair; a section takes its comments and the blank line behind it along. */
function lines(source: string, [from, to]: Span, whole: boolean): Span {
	const begin = lineStart(source, from)
	const end = lineEnd(source, Math.max(to - 1, 0))
	if (!whole) return [begin, end]
	const above = withComments(source, begin, 0)
	const blank = source.slice(end, lineEnd(source, end)).trim() === ''
	const apart = above === 0 || source.slice(0, above).endsWith('\n\n')
	return [above, blank && apart ? lineEnd(source, end) : end]
}

function cutItem({ source, doc }: Text, path: Path, seq: Node): string {
	const items = itemsOf(seq)
	const i = path.at(-1) as number
	if (isSeq(seq) && seq.flow) {
		const spans = items.map((n): Span => [n.range?.[0] ?? 0, endOf(n)])
		return over(source, between(spans, i), '')
	}
	if (items.length === 1) return replace({ source, doc }, path.slice(0, -1), [])
	const span = chunks(source, items)?.[i]
	if (!span) throw new Error('no line of its own')
	return over(source, span, '')
}

/** between is an entry of a row with the comma that goes with it. */
function between(spans: readonly Span[], i: number): Span {
	const [one, next, before] = [spans[i] as Span, spans[i + 1], spans[i - 1]]
	if (next) return [one[0], next[0]]
	return before ? [before[1], one[1]] : one
}

/** put writes one more entry into a list. */
export function put(text: Text, path: Path, item: Value): string {
	const { source, doc } = text
	const seq = nodeAt(doc, path.slice(0, -1))
	const items = itemsOf(seq)
	const i = path.at(-1) as number
	if (!isSeq(seq) || items.length === 0) return replace(text, path.slice(0, -1), [item])
	const before = items[i]
	if (seq.flow) {
		const here = before ? (before.range?.[0] ?? 0) : endOf(items.at(-1))
		return over(source, [here, here], before ? `${flow(item)}, ` : `, ${flow(item)}`)
	}
	const spans = chunks(source, items)
	if (!spans) throw new Error('no line of its own')
	const start = items[0]?.range?.[0] ?? 0
	const indent = /^\s*/.exec(source.slice(lineStart(source, start)))?.[0] ?? ''
	const here = spans[i]?.[0] ?? (spans.at(-1) as Span)[1]
	const gap = here === 0 || source[here - 1] === '\n' ? '' : '\n'
	return over(source, [here, here], `${gap}${entry(item, indent, items[0])}`)
}

/** entry writes an entry the way its neighbour is written: on one line, or a line for each key. */
function entry(item: Value, indent: string, like: Node | undefined): string {
	const rows = isMap(like) && !like.flow && typeof item === 'object' && !Array.isArray(item)
	if (!rows) return `${indent}- ${flow(item)}\n`
	const pairs = Object.entries(item).map(([key, value]) => flow({ [key]: value }).slice(1, -1))
	return `${indent}- ${pairs.join(`\n${indent}  `)}\n`
}

/** reorder puts an entry of a list into another place. Comments right above it go along; what stands between stays. */
export function reorder({ source, doc }: Text, path: Path, from: number, to: number): string {
	const seq = nodeAt(doc, path)
	const items = itemsOf(seq)
	const flat = isSeq(seq) && seq.flow
	const spans = flat ? items.map((n): Span => [n.range?.[0] ?? 0, endOf(n)]) : chunks(source, items)
	if (!spans) throw new Error('no line of its own')
	const ending = (s: string) => (flat || s.endsWith('\n') ? s : `${s}\n`)
	const pieces = shifted(spans, from, to).map(([a, b]) => ending(source.slice(a, b)))
	let out = source.slice(0, spans[0]?.[0])
	spans.forEach(([, end], i) => {
		out += pieces[i] + source.slice(end, spans[i + 1]?.[0] ?? source.length)
	})
	return out
}
