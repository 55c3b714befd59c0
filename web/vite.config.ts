import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// The tests know what time it is where: in a zone whose clocks change.
process.env.TZ = 'Europe/Berlin'

export default defineConfig({
	plugins: [react(), tailwind()],
	build: {
		outDir: '../internal/console/dist/app',
		emptyOutDir: true,
		target: 'es2023',
		assetsInlineLimit: 0, // the policy of the page lets in no data: scripts or fonts
		modulePreload: { polyfill: false },
	},
	server: { proxy: { '/api': 'http://127.0.0.1:8080', '/practice': 'http://127.0.0.1:8080' } },
	test: {
		restoreMocks: true,
		pool: 'threads',
		// Starting a DOM takes longer than most tests of plain logic: only what draws something has one.
		projects: [
			{
				extends: true,
				test: {
					name: 'logic',
					environment: 'node',
					include: ['src/**/*.test.ts'],
					setupFiles: ['src/app/test.ts'],
				},
			},
			{
				extends: true,
				test: {
					name: 'page',
					environment: 'happy-dom',
					include: ['src/**/*.test.tsx'],
					setupFiles: ['src/app/test.ts', 'src/app/test-page.ts'],
				},
			},
		],
	},
})
