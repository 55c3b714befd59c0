import { useSyncExternalStore } from 'react'
import { type Appearance, appearance, onAppearance } from './appearance'

/** useAppearance gives how the console looks on this device, and draws again when that changes. */
export function useAppearance(): Appearance {
	return useSyncExternalStore(onAppearance, appearance)
}

export function useDensity(): Appearance['density'] {
	return useAppearance().density
}
