import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const generated = 'schema.d.ts'
const most = 320

test(`no file is longer than ${most} lines: one that grows beyond has a better structure`, () => {
	const root = join(import.meta.dirname, '..')
	const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((f) => /\.tsx?$/.test(f))
	const long = files
		.filter((f) => !f.endsWith(generated))
		.filter((f) => readFileSync(join(root, f), 'utf8').split('\n').length > most + 1)
	expect(files.length).toBeGreaterThan(100)
	expect(long).toEqual([])
})

test('what is done by a press is done by a Button, a menu or a form: they take a double click as one', () => {
	const root = join(import.meta.dirname, '..')
	const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((f) => /\.tsx$/.test(f))
	const raw = files.filter((f) =>
		[...readFileSync(join(root, f), 'utf8').matchAll(/<button\b[\s\S]*?>\n/g)].some(([tag]) =>
			/\.mutate\(/.test(tag),
		),
	)
	expect(raw).toEqual([])
})
