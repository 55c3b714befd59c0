import { createContext, use, useSyncExternalStore } from 'react'
import { Live } from '../api/live'

const live = new Live()
const context = createContext(live)

/** useLive gives the connection that tells what happens. */
export function useLive(): Live {
	return use(context)
}

/** useLine says since when the connection has been lost, or null. */
export function useLine(): Date | null {
	const all = useLive()
	return useSyncExternalStore(all.onLine, all.getLine).lostSince
}
