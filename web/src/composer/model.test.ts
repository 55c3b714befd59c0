import { expect, test } from 'vitest'
import {
	type Draft,
	type Going,
	type Happening,
	type Keeper,
	keep,
	nothing,
	type Ruling,
	underWay,
} from './keeper'
import { lookOf, type Press, pressOf, type Scene } from './model'
import { noteWay, type Way } from './ways'

const open = { leg: 'open', kind: 'public', readers: 'public', parts: 1 } as Way
const hidden = { leg: 'hidden', kind: 'link_chat', readers: 'private', parts: 1 } as Way
const shut = { ...hidden, leg: 'shut', refused: { what: 'The window is shut.', how: '' } } as Way

/** random gives numbers from 0 to 1, the same for the same seed. */
function random(seed: number): () => number {
	let a = seed
	return () => {
		a = (a + 0x6d2b79f5) | 0
		let t = Math.imul(a ^ (a >>> 15), 1 | a)
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296
	}
}

interface World {
	words: Keeper
	way: Way
	going: Scene['going']
	/** How often the customer wrote. */
	wrote: number
	lastPrivate: boolean
	/** What left: the words, and whether somebody said that everybody may read them. */
	out: string[]
	notes: string[]
}

const sceneOf = (w: World): Scene => ({
	way: w.way,
	words: w.words,
	name: 'Dana',
	take: false,
	over: w.words.text.length > 12,
	meanwhile: w.words.text !== '' && w.words.answers !== undefined && w.words.answers !== `m${w.wrote}`,
	opensUp: w.way.readers === 'public' && w.lastPrivate,
	going: w.going,
})

const draft = (w: World, state: string): Draft =>
	({ id: 'd', version: 1, hash: w.words.text, state }) as Draft

const ruled = (w: World, ...rules: string[]): Ruling =>
	({
		hash: w.words.draft?.hash,
		outcome: 'stop',
		reasons: rules.map((rule) => ({ rule, text: '' })),
	}) as unknown as Ruling

const order = { take: false, close: false, open: true, name: 'Dana' }
const leaves: Going = { is: 'leaves', at: new Date(0), order }
const sending: Going = { is: 'sending', order }

type Do = (w: World) => World
const happens = (h: (w: World) => Happening): Do => {
	return (w) => ({ ...w, words: keep(w.words, h(w)) })
}

/** promised holds what came of a press to what the button promises. */
function promised(w: World, scene: Scene, did: Press, sure: boolean) {
	const look = lookOf(scene)
	const held = look.button !== 'ready' || look.step.does === 'nothing'
	expect(did === 'nothing').toBe(held)
	if (held) return
	expect(did === 'note').toBe(w.way.readers === 'internal')
	expect(did === 'confirm' && !(scene.opensUp && !sure)).toBe(false)
	if (did === 'send') mayLeave(w, scene, sure)
}

function mayLeave(w: World, scene: Scene, sure: boolean) {
	expect(w.way.refused).toBeUndefined()
	expect(w.going).toBeUndefined()
	expect(underWay(w.words)).toBe(false)
	expect(w.words.text.trim() !== '' || w.words.files.length > 0).toBe(true)
	expect(scene.over || scene.meanwhile || (scene.opensUp && !sure)).toBe(false)
	expect(lookOf(scene).findings.some((f) => f.weight === 'stops')).toBe(false)
	expect(w.words.draft?.state ?? 'editing').toBe('editing')
}

/** press does what the button does. */
const press = (sure: boolean): Do => {
	return (w) => {
		const scene = sceneOf(w)
		const did = pressOf(scene, sure)
		promised(w, scene, did, sure)
		if (did === 'note') {
			return { ...w, notes: [...w.notes, w.words.note], words: keep(w.words, { is: 'noted', note: '' }) }
		}
		if (did !== 'send') return w
		const going = w.way.readers === 'public' ? leaves : sending
		return { ...w, words: keep(w.words, { is: 'going', going }), out: [...w.out, w.words.text] }
	}
}

const steps: Do[] = [
	happens((w) => ({ is: 'typed', text: `${w.words.text}word `.slice(-18), answers: `m${w.wrote}` })),
	happens(() => ({ is: 'typed', text: '' })),
	happens(() => ({ is: 'noted', note: 'only us' })),
	happens((w) => ({ is: 'saved', draft: draft(w, 'editing'), what: '' })),
	happens((w) => ({ is: 'saved', draft: draft(w, 'held'), what: '' })),
	happens((w) => ({ is: 'ruled', ruling: ruled(w, 'secret') })),
	happens((w) => ({ is: 'ruled', ruling: ruled(w, 'level') })),
	happens((w) => ({ is: 'ruled', ruling: ruled(w) })),
	happens((w) => ({ is: 'read', answers: `m${w.wrote}` })),
	happens(() => ({ is: 'files', files: [{ blob: 'b', name: 'rail.png' }] })),
	happens(() => ({ is: 'gone' })),
	(w) => ({ ...w, way: open }),
	(w) => ({ ...w, way: hidden }),
	(w) => ({ ...w, way: shut }),
	(w) => ({ ...w, way: noteWay }),
	(w) => ({ ...w, wrote: w.wrote + 1, lastPrivate: w.wrote % 2 === 0 }),
	(w) => ({ ...w, going: undefined }),
	happens(() => ({ is: 'going' })),
	(w) => ({ ...w, going: w.going ?? 'adds' }),
	press(false),
	press(false),
	press(true),
]

test('whatever happens, in whatever order, the button keeps its promises', () => {
	let sent = 0
	let noted = 0
	for (let seed = 1; seed <= 100; seed++) {
		const next = random(seed)
		let w: World = {
			words: nothing,
			way: open,
			going: undefined,
			wrote: 0,
			lastPrivate: false,
			out: [],
			notes: [],
		}
		for (let i = 0; i < 60; i++) {
			const before = w
			w = (steps[Math.floor(next() * steps.length)] as Do)(w)
			// Words for colleagues and words for the customer never mix.
			expect(w.out.join()).not.toContain('only us')
			expect(w.notes.join()).not.toContain('word')
			const look = lookOf(sceneOf(w))
			if (look.step.does === 'send') expect(look.findings).toEqual([])
			if (look.button === 'none') expect(before.words.draft ?? w.words.draft).toBeDefined()
		}
		sent += w.out.length
		noted += w.notes.length
	}
	expect(sent).toBeGreaterThan(20)
	expect(noted).toBeGreaterThan(20)
})

const scene = (over: Partial<Scene>): Scene => ({
	way: open,
	words: { ...nothing, text: 'Here you are.' },
	name: 'Dana',
	take: false,
	over: false,
	meanwhile: false,
	opensUp: false,
	going: undefined,
	...over,
})

test.each([
	['written words go out', {}, 'send'],
	['a note is kept', { way: noteWay, words: { ...nothing, note: 'Batch 7' } }, 'note'],
	[
		'a note is kept while an answer leaves',
		{ way: noteWay, words: { ...nothing, note: 'x', going: leaves } },
		'note',
	],
	['nothing comes of nothing', { words: nothing }, 'nothing'],
	['a shut way sends nothing', { way: shut }, 'nothing'],
	['what leaves does not leave twice', { words: { ...nothing, text: 'x', going: leaves } }, 'nothing'],
	['what is sent is not sent twice', { words: { ...nothing, text: 'x', going: sending } }, 'nothing'],
	['files come along first', { going: 'adds' }, 'nothing'],
	['too long has to be looked at', { over: true }, 'look'],
	['what the customer wrote meanwhile comes first', { meanwhile: true }, 'look'],
	['public after private asks once more', { opensUp: true }, 'confirm'],
] as const)('%s', (_, over, did) => {
	expect(pressOf(scene(over as Partial<Scene>), false)).toBe(did)
})

test('once more said, what was private is answered in public', () => {
	expect(pressOf(scene({ opensUp: true }), true)).toBe('send')
})
