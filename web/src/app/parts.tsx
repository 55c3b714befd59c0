import { onlineManager } from '@tanstack/react-query'
import { createContext, use, useSyncExternalStore } from 'react'
import { Live } from '../api/live'
import { useLater } from '../ui/later'

const live = new Live()
const context = createContext(live)

/** useLive gives the connection that tells what happens. */
export function useLive(): Live {
	return use(context)
}

/** A line that comes back at once was not lost, in milliseconds. */
const patience = 1500

let offlineSince: Date | null = onlineManager.isOnline() ? null : new Date()
onlineManager.subscribe((online) => {
	offlineSince = online ? null : (offlineSince ?? new Date())
})

/** useLost says since when nothing can be asked: the browser has no network, or the server's events are cut off. */
export function useLost(): Date | null {
	const all = useLive()
	const cut = useSyncExternalStore(all.onLine, all.getLine).lostSince
	const off = useSyncExternalStore(watchOnline, () => offlineSince)
	const long = useLater(cut !== null, patience)
	return off ?? (long ? cut : null)
}

const watchOnline = (changed: () => void) => onlineManager.subscribe(changed)
