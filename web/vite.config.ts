import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

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
		environment: 'happy-dom',
		setupFiles: ['src/app/test.ts'],
		include: ['src/**/*.test.{ts,tsx}'],
		restoreMocks: true,
		pool: 'threads',
	},
})
