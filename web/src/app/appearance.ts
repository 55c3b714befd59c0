/** How the console looks on this device. Kept in the browser, not on the server. */
export interface Appearance {
	theme: 'system' | 'light' | 'dark'
	density: 'comfortable' | 'compact'
}

const key = 'switchboard.appearance'
const usual: Appearance = { theme: 'system', density: 'comfortable' }
const dark = window.matchMedia('(prefers-color-scheme: dark)')
const changed = new Set<() => void>()
let now = load()

function load(): Appearance {
	try {
		return { ...usual, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Appearance>) }
	} catch {
		return usual // somebody else's text under our key, or no storage at all
	}
}

function apply() {
	const root = document.documentElement
	const isDark = now.theme === 'dark' || (now.theme === 'system' && dark.matches)
	root.dataset.theme = isDark ? 'dark' : 'light'
	root.dataset.density = now.density
	for (const call of changed) call()
}

/** wear puts the chosen look on the page and follows the system. */
export function wear(): void {
	dark.addEventListener('change', apply)
	apply()
}

export function appearance(): Appearance {
	return now
}

export function setAppearance(next: Partial<Appearance>): void {
	now = { ...now, ...next }
	try {
		localStorage.setItem(key, JSON.stringify(now))
	} catch {
		// without storage it lasts until the page is closed
	}
	apply()
}

export function onAppearance(call: () => void): () => void {
	changed.add(call)
	return () => changed.delete(call)
}
