import { useSyncExternalStore } from 'react'

/** What stands over the page now. */
export type Dialog = 'palette' | 'shortcuts' | undefined

let now: Dialog
const listeners = new Set<() => void>()

function set(next: Dialog) {
	now = next
	for (const call of listeners) call()
}

export const openPalette = () => set('palette')
export const openShortcuts = () => set('shortcuts')
export const closeDialog = () => set(undefined)

const subscribe = (call: () => void) => {
	listeners.add(call)
	return () => listeners.delete(call)
}

export function useDialog(): Dialog {
	return useSyncExternalStore(subscribe, () => now)
}
