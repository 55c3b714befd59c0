import { useSyncExternalStore } from 'react'
import type { Option } from '../ui/choose'
import { t } from '../words/catalogue'
import { type Appearance, appearance, onAppearance } from './appearance'

/** useAppearance gives how the console looks on this device, and draws again when that changes. */
export function useAppearance(): Appearance {
	return useSyncExternalStore(onAppearance, appearance)
}

export function useDensity(): Appearance['density'] {
	return useAppearance().density
}

/** themes are the looks to choose from. */
export const themes = (): Option<Appearance['theme']>[] => [
	{ value: 'light', label: t('frame.light'), icon: 'sun' },
	{ value: 'dark', label: t('frame.dark'), icon: 'moon' },
	{ value: 'system', label: t('frame.system'), icon: 'settings' },
]

/** densities are the heights of rows to choose from. */
export const densities = (): Option<Appearance['density']>[] => [
	{ value: 'comfortable', label: t('frame.comfortable') },
	{ value: 'compact', label: t('frame.compact') },
]
