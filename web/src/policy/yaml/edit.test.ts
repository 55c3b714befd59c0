import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { at } from './data'
import { changed, dataOf, type Edit, edited, same } from './edit'
import type { Value } from './flow'
import { linesOf, nodeAt, type Path, read } from './place'

const folder = join(import.meta.dirname, '../../../../policies')
// A text is read anew for each edit: under load that takes a while.
vi.setConfig({ testTimeout: 60_000 })

const shipped = readdirSync(folder)
	.filter((name) => name.endsWith('.yaml'))
	.map((name) => ({ name, source: readFileSync(join(folder, name), 'utf8') }))

/** A policy written in every way YAML knows, with words beside everything. */
const odd = `# top
version: 1   # of the language
name: "odd"
topic: [{id: one, when: {flag: press}, owner: a}, {id: two, when: {intent: [bug, outage]}, owner: b}]
carve_out:
  # what hurts
  - id: hurt # a name
    when:
      flag:
        - safety # first
        - legal
      network: x

    owner: service   # because they are there
    why: >-
      somebody
      may be hurt
  # between

  # of the second
  -   id: second
      when: {any: [{flag: [press]}, {topic: "a: b"}],   min_confidence: 0.5}
      owner: [a, b]
  - {id: third, when: {intent: bug,}, owner: b,}
channel:
- network: x
  owner: a
default:
  owner: service
# the end
`
const all = [...shipped, { name: 'odd', source: odd }]

/** random gives the same numbers every time. */
function random(seed: number) {
	let s = seed
	return (below: number) => {
		s = (Math.imul(s, 1664525) + 1013904223) >>> 0
		return Math.floor((s / 2 ** 32) * below)
	}
}

const stages = ['guard', 'continuity', 'carve_out', 'topic', 'channel']
const fields: [string, Value[]][] = [
	['owner', ['service', ['service', 'comms']]],
	['helpers', [['sales'], ['sales', 'product']]],
	['deadline', ['15m', '2h', '30d']],
	['required_level', [2, 5]],
	['why', ['because: it is so', 'yes', 'a - b # c', '#5', 'Ærø, und so', '']],
	['breaks_continuity', [true]],
]
const conditions: [string, Value[]][] = [
	['flag', ['safety', ['press', 'legal']]],
	['intent', ['bug', ['bug', 'outage', 'billing']]],
	['network', [['x', 'mastodon']]],
	['topic', ['a: b', '007', 'on']],
	['account', ['@help']],
	['min_confidence', [0.6]],
	['any', [[{ flag: 'press' }, { topic: 'x' }]]],
]

type Rand = (below: number) => number
const pick = <T>(r: Rand, list: readonly T[]): T => list[r(list.length)] as T

/** editOf makes an edit up that the forms could make, and says which rule it is about. */
function editOf(data: Value, r: Rand): { edit: Edit; about: Path } | undefined {
	const stage = pick(r, stages)
	const rules = at(data, [stage])
	if (!Array.isArray(rules)) return undefined
	const i = r(rules.length)
	const about: Path = [stage, i]
	const [field, values] = pick(r, fields)
	const [condition, asks] = pick(r, conditions)
	const when = Object.keys((at(data, [stage, i, 'when']) ?? {}) as object)
	const kinds: (() => Edit)[] = [
		() => ({ set: [...about, field], to: pick(r, values) }),
		() => ({ set: [...about, 'when', condition], to: pick(r, asks) }),
		() => ({ drop: [...about, field] }),
		() => (when.length > 0 ? { drop: [...about, 'when', pick(r, when)] } : { drop: [...about, 'why'] }),
		() => ({ drop: about }),
		() => ({
			insert: [stage, r(rules.length + 1)],
			item: { id: 'new', when: { flag: 'press' }, owner: 'x' },
		}),
		() => ({ move: [stage], from: i, to: r(rules.length) }),
	]
	return { edit: pick(r, kinds)(), about }
}

describe.each(all)('$name', ({ source }) => {
	test('nothing changes when nothing is changed', () => {
		const data = dataOf(source) as Value
		for (const stage of stages) {
			const rules = at(data, [stage])
			if (!Array.isArray(rules)) continue
			rules.forEach((rule, i) => {
				for (const [key, value] of Object.entries(rule as object))
					expect(edited(source, { set: [stage, i, key], to: value })).toBe(source)
			})
		}
	})

	test('whatever the forms do, the text says what was meant', () => {
		const r = random(source.length)
		let text = source
		for (let n = 0; n < 60; n++) {
			if (n % 10 === 0) text = source
			const data = dataOf(text) as Value
			const made = editOf(data, r)
			if (!made) continue
			const next = edited(text, made.edit)
			expect(same(dataOf(next), changed(data, made.edit)), JSON.stringify(made.edit)).toBe(true)
			text = next
		}
	})
})

test.each(shipped)('an edit changes the lines of its rule alone: $name', ({ source }) => {
	const r = random(7)
	const data = dataOf(source) as Value
	for (let n = 0; n < 60; n++) {
		const made = editOf(data, r)
		if (!made || 'move' in made.edit) continue
		const { first, last } = linesOf(source, nodeAt(read(source), made.about))
		const next = edited(source, made.edit).split('\n')
		const before = source.split('\n')
		// A list that loses its last entry goes with its name.
		if ('drop' in made.edit && (at(data, made.about.slice(0, 1)) as Value[]).length === 1) continue
		if ('insert' in made.edit) {
			const line = next.findIndex((l) => l.includes('id: new'))
			const grown = next.length - before.length
			const rest = [...next.slice(0, line), ...next.slice(line + grown)]
			expect(rest).toEqual(before)
			continue
		}
		expect(next.slice(0, first - 1)).toEqual(before.slice(0, first - 1))
		expect(next.slice(next.length - (before.length - last))).toEqual(before.slice(last))
	}
})

test('moving a rule moves its lines and the words right above it', () => {
	const next = edited(odd, { move: ['carve_out'], from: 1, to: 0 })
	expect(next.split('\n').toSorted()).toEqual(odd.split('\n').toSorted())
	expect(next.indexOf('# of the second')).toBeLessThan(next.indexOf('# what hurts'))
	expect(next).toContain('  # of the second\n  -   id: second\n')
	expect(next).toContain('# between\n')
})

test('words beside what is changed stay', () => {
	const next = edited(odd, { set: ['carve_out', 0, 'owner'], to: 'comms' })
	expect(next).toBe(odd.replace('owner: service   # because', 'owner: comms   # because'))
	const list = edited(odd, { set: ['carve_out', 0, 'when', 'flag'], to: ['safety', 'press'] })
	expect(list).toBe(odd.replace('- legal', '- press'))
})

test('a section that was not there is written before the tests, and goes again without a trace', () => {
	const source = shipped.find((p) => p.name === 'service-led.yaml')?.source ?? ''
	const next = edited(source, { insert: ['spill', 0], item: { from: 'service', over: 20, to: 'comms' } })
	expect(next).toBe(
		source.replace('\ntests:', '\nspill:\n  - {from: service, over: 20, to: comms}\n\ntests:'),
	)
	expect(edited(next, { drop: ['spill', 0] })).toBe(source)
	const tests = edited(next, { set: ['hours'], to: 'wide' })
	expect(tests).toContain('hours: wide\n\ntests:')
})

test('a text that is no YAML is left alone', () => {
	expect(dataOf('topic: [')).toBeUndefined()
	expect(() => edited('topic: [', { drop: ['topic'] })).toThrow('cannot be read')
})
