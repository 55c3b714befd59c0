import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { en } from './en'

const root = join(import.meta.dirname, '..')
const areas = [...new Set(Object.keys(en).map((key) => key.split('.')[0]))].join('|')
const quoted = new RegExp(`['"]((?:${areas})\\.[\\w.]+)['"]`, 'g')
const built = new RegExp(`\`((?:${areas})\\.[\\w.]*)\\$\\{`, 'g')

interface Module {
	text: string
	brings: string[]
	loadsLater: string[]
}

const modules = new Map<string, Module>()

function file(from: string, name: string): string[] {
	const path = join(dirname(from), name)
	return [path, `${path}.ts`, `${path}.tsx`].filter((p) => /\.tsx?$/.test(p) && existsSync(p))
}

function read(path: string): Module {
	const known = modules.get(path)
	if (known) return known
	const text = readFileSync(path, 'utf8')
	const found = (pattern: RegExp) => [...text.matchAll(pattern)].flatMap((m) => file(path, m[1] as string))
	const module = {
		text,
		brings: found(/^(?:import|export) (?!type\b)(?:[^'"]*? from )?'(\.[^']+)'/gm),
		loadsLater: found(/\bimport\('(\.[^']+)'\)/g),
	}
	modules.set(path, module)
	return module
}

/** What is there once a module is: itself and everything it brings. */
function closure(path: string, seen = new Set<string>()): Set<string> {
	if (seen.has(path)) return seen
	seen.add(path)
	for (const next of read(path).brings) closure(next, seen)
	return seen
}

function keysSaid(paths: Iterable<string>): Set<string> {
	const texts = [...paths].filter((p) => p.includes('/words/en/')).map((p) => read(p).text)
	return new Set(texts.flatMap((text) => [...text.matchAll(/^\t'([\w.]+)':/gm)].map((m) => m[1] as string)))
}

const main = closure(join(root, 'main.tsx'))
const later = [...closure(join(root, 'main.tsx'))]
for (const path of later) {
	for (const next of read(path).loadsLater) {
		for (const reached of closure(next)) if (!later.includes(reached)) later.push(reached)
	}
}
const entries = [...new Set(later.flatMap((path) => read(path).loadsLater))]

/** Texts that a module would need and that nobody loaded with it. */
function unsaid(start: string): string[] {
	const there = new Set([...main, ...closure(start)])
	const said = keysSaid(there)
	return [...there]
		.filter((path) => !path.includes('/words/'))
		.flatMap((path) => {
			const { text } = read(path)
			const exact = [...text.matchAll(quoted)].map((m) => m[1] as string)
			const begun = [...text.matchAll(built)].map((m) => m[1] as string)
			const missing = [
				...exact.filter((key) => key in en && !said.has(key)),
				...begun.filter(
					(part) =>
						Object.keys(en).some((key) => key.startsWith(part)) &&
						![...said].some((key) => key.startsWith(part)),
				),
			]
			return missing.map((key) => `${relative(root, path)} says ${key}`)
		})
}

test('what the first page says is loaded with it', () => {
	expect(unsaid(join(root, 'main.tsx'))).toEqual([])
})

test('what a page says is loaded with the page', () => {
	expect(entries.length).toBeGreaterThan(20)
	const missing = entries.map((path) => ({ page: relative(root, path), missing: unsaid(path) }))
	expect(missing.filter((m) => m.missing.length > 0)).toEqual([])
})
