import { useSyncExternalStore } from 'react'

/** watched makes a hook that says whether a media query holds. */
function watched(query: string): () => boolean {
	const list = window.matchMedia(query)
	const subscribe = (call: () => void) => {
		list.addEventListener('change', call)
		return () => list.removeEventListener('change', call)
	}
	return () => useSyncExternalStore(subscribe, () => list.matches)
}

/** usePhone: one column, the bar at the foot. */
export const usePhone = watched('(max-width: 639.98px)')

/** useRail: the navigation is icons. */
export const useRail = watched('(min-width: 640px) and (max-width: 1179.98px)')
