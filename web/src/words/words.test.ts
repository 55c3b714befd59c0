import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { en } from './en'

const root = join(import.meta.dirname, '..')
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
	.filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|schema\.d\.ts$|^words\/en/.test(name))
	.map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }))
const keys = new Set(Object.keys(en))
const areas = [...new Set([...keys].map((key) => key.split('.')[0]))].join('|')

/** What stands in quotes and looks like a key. */
const quoted = files.flatMap(({ name, text }) =>
	[...text.matchAll(new RegExp(`['"]((?:${areas})\\.[\\w.]+)['"]`, 'g'))].map((m) => ({
		name,
		key: m[1] as string,
	})),
)

/** Keys that are put together: what stands before and behind what is filled in. An area alone says too little. */
const filled = new RegExp(`\`((?:${areas})\\.[\\w.]+)\\$\\{[^}]*\\}([\\w.]*)\``, 'g')
const built = files.flatMap(({ text }) =>
	[...text.matchAll(filled)].map(
		(m) => new RegExp(`^${m[1]?.replaceAll('.', '\\.')}[\\w.]*${m[2]?.replaceAll('.', '\\.')}$`),
	),
)

/** Endings that are put behind a key: what is used brings its hint along. */
const endings = files.flatMap(({ text }) =>
	[...text.matchAll(/`\$\{\w+\}([A-Z]\w+)` as Key/g)].map((m) => m[1] as string),
)

/** The keys of word(prefix, value) in networks/figures.ts. */
const prefixed = files.flatMap(({ text }) =>
	[...text.matchAll(new RegExp(`word\\('((?:${areas})[\\w.]*)',`, 'g'))].map((m) => `${m[1]}.`),
)

/** Areas that are closed lists of the server: any of them may come. */
const lists = /^(intent|sentiment|urgency|flag)\./

test('every text is shown somewhere', () => {
	const used = new Set(quoted.map((q) => q.key))
	const brought = (key: string) => endings.some((e) => key.endsWith(e) && used.has(key.slice(0, -e.length)))
	const unused = [...keys].filter(
		(key) =>
			!used.has(key) &&
			!lists.test(key) &&
			!brought(key) &&
			!built.some((b) => b.test(key)) &&
			!prefixed.some((p) => key.startsWith(p)),
	)
	expect(unused).toEqual([])
})

/** What looks like a key and is the name of an action or of something kept on this device. */
const named = /\bid: '|localStorage|sessionStorage|known\.get\(|'conversation\.(work|manage)'/

test('every key that is used has a text', () => {
	const lines = files.flatMap(({ name, text }) => text.split('\n').map((line) => ({ name, line })))
	const asked = lines.flatMap(({ name, line }) =>
		[...line.matchAll(new RegExp(`\\b(?:t\\(|word: |key: |label: t\\()'((?:${areas})\\.[\\w.]+)'`, 'g'))]
			.filter(() => !named.test(line))
			.map((m) => ({ name, key: m[1] as string })),
	)
	expect(asked.length).toBeGreaterThan(200)
	expect(asked.filter((a) => !keys.has(a.key))).toEqual([])
})

/** What a page may say in no language: the product's name, a key on the keyboard, signs. */
const said = new Set(['Switchboard', 'Esc'])

test('no component says anything in a language of its own', () => {
	const found = files
		.filter(({ name }) => name.endsWith('.tsx'))
		.flatMap(({ name, text }) => {
			const plain = text.replaceAll(/\/\*[\s\S]*?\*\/|\{\/\*[\s\S]*?\*\/\}|^\s*\/\/.*$/gm, '')
			const inside = [...plain.matchAll(/(?<=[\w"'}]|\/)>\s*([A-Z][A-Za-z,.’' ]*[a-z.])\s*<\//g)]
			const given = [
				...plain.matchAll(/\b(?:aria-label|title|alt|placeholder|label)="([^"]*[A-Za-z]{2}[^"]*)"/g),
			]
			return [...inside, ...given].map((m) => ({ name, text: m[1] as string }))
		})
		.filter(({ text }) => !said.has(text))
	expect(found).toEqual([])
})
