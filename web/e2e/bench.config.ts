import { defineConfig } from 'vitest/config'

// What a person waits for, measured in Debian's Chromium; `make bench-console` starts it, no test does.
export default defineConfig({
	test: {
		root: import.meta.dirname,
		include: ['*.bench.ts'],
		environment: 'node',
		testTimeout: 1_800_000,
		hookTimeout: 1_800_000,
		reporters: ['verbose'],
	},
})
