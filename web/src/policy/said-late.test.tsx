import { expect, test, vi } from 'vitest'

// A text that is asked for while a module is read is asked for before its words are there: its key stands on the page.
const asked = vi.hoisted(() => [] as string[])
vi.mock('../words/catalogue', async (real) => ({
	...(await real<object>()),
	t: (key: string) => {
		asked.push(key)
		return key
	},
}))

test('no module of the policy or of why asks for a text before it is shown', async () => {
	const modules = import.meta.glob(['./**/*.{ts,tsx}', '../why/*.{ts,tsx}', '!**/*.test.*'])
	expect(Object.keys(modules).length).toBeGreaterThan(50)
	for (const load of Object.values(modules)) await load()
	expect(asked).toEqual([])
}, 60_000)
