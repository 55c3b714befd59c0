import type { AnyRouter } from '@tanstack/react-router'
import { useCallback } from 'react'

declare module '@tanstack/react-router' {
	interface HistoryState {
		/** Whoever goes there keeps the focus where it is: they go through a list. */
		stays?: boolean
	}
}

let arriving = false

/** followArrivals has the focus go to the heading of a page that somebody goes to. Returns how to stop. */
export function followArrivals(router: Pick<AnyRouter, 'subscribe'>): () => void {
	return router.subscribe('onBeforeNavigate', ({ fromLocation, toLocation, pathChanged }) => {
		// The page that comes first has the focus where the browser puts it.
		arriving = fromLocation !== undefined && pathChanged && !toLocation.state.stays
	})
}

/** useArrival is the heading that takes the focus when it comes with a new page, once it is there. */
export function useArrival() {
	return useCallback((heading: HTMLElement | null) => {
		if (!heading || !arriving) return
		arriving = false
		heading.focus({ preventScroll: true })
	}, [])
}
