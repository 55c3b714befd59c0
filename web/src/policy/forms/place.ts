import { createContext, use } from 'react'
import { useDesk } from '../desk'
import type { Mapping } from '../model'
import { at } from '../yaml/data'
import type { Value } from '../yaml/flow'
import type { Path } from '../yaml/place'

/** Spot is the part of a policy that a sentence speaks of. */
export interface Spot {
	path: Path
	/** What it says, as far as it makes sense. */
	data: Mapping
	/** Its text has a slip, or whoever reads may not change it. */
	locked: boolean
	/** Blanks that could be added are shown. */
	open: boolean
}

export const SpotContext = createContext<Spot | undefined>(undefined)

export function useSpot(): Spot {
	const spot = use(SpotContext)
	if (!spot) throw new Error('a blank belongs to a sentence')
	return spot
}

/** useBlank is one blank of a sentence: what it says, and how to say something else. */
export function useBlank(path: Path) {
	const { edit } = useDesk()
	const spot = useSpot()
	const whole = [...spot.path, ...path]
	return {
		value: at(spot.data, path),
		locked: spot.locked,
		open: spot.open,
		set: (to: Value) => edit({ set: whole, to }),
		drop: () => edit({ drop: whole }),
	}
}
