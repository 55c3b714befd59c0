import { useSyncExternalStore } from 'react'

/** Panes whose width a person chooses on their device. */
export type Pane = 'list' | 'panel'

/** How narrow and wide a pane may be, and how wide it is before anybody chose, in px. */
export const paneLimits = {
	list: { least: 280, most: 480, usual: 340 },
	panel: { least: 260, most: 400, usual: 288 },
} as const

type Widths = Partial<Record<Pane, number>>

const key = 'switchboard.panes'
const listeners = new Set<() => void>()
let widths: Widths = {}

/** within keeps a width inside its pane's limits. */
export function within(pane: Pane, width: number): number {
	const { least, most } = paneLimits[pane]
	return Math.min(most, Math.max(least, Math.round(width)))
}

/** kept reads widths as they were kept; what is no width is left out. */
export function kept(text: string | null): Widths {
	try {
		const read = JSON.parse(text ?? '{}') as Record<string, unknown>
		const panes = (Object.keys(paneLimits) as Pane[]).filter((p) => typeof read?.[p] === 'number')
		return Object.fromEntries(panes.map((p) => [p, within(p, read[p] as number)]))
	} catch {
		return {} // somebody else's text under our key
	}
}

function apply() {
	for (const pane of Object.keys(paneLimits) as Pane[]) {
		const width = widths[pane]
		if (width === undefined) document.documentElement.style.removeProperty(`--${pane}`)
		else document.documentElement.style.setProperty(`--${pane}`, `${width}px`)
	}
	for (const call of listeners) call()
}

/** layPanes gives the panes the widths that were chosen on this device, as --list and --panel. */
export function layPanes(): void {
	try {
		widths = kept(localStorage.getItem(key))
	} catch {
		// no storage: the usual widths
	}
	apply()
}

/** setWidth chooses a width, or with undefined the usual one. */
export function setWidth(pane: Pane, width: number | undefined): void {
	widths = { ...widths, [pane]: width === undefined ? undefined : within(pane, width) }
	try {
		localStorage.setItem(key, JSON.stringify(widths))
	} catch {
		// without storage it lasts until the page is closed
	}
	apply()
}

const subscribe = (call: () => void) => {
	listeners.add(call)
	return () => listeners.delete(call)
}

export function useWidth(pane: Pane) {
	const limits = paneLimits[pane]
	const width = useSyncExternalStore(subscribe, () => widths[pane]) ?? limits.usual
	return { width, limits, set: (to: number | undefined) => setWidth(pane, to) }
}
