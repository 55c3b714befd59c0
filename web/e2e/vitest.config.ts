import { defineConfig } from 'vitest/config'

// The stories run against the real binary and Debian's Chromium; `go test ./e2e/browser` starts them.
export default defineConfig({
	test: {
		root: import.meta.dirname,
		include: ['*.story.ts'],
		environment: 'node',
		testTimeout: 240_000,
		hookTimeout: 60_000,
		fileParallelism: false,
		sequence: { concurrent: false },
	},
})
