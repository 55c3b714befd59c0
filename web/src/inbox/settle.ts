import type { Slot } from './group'

/** An order as it is shown, and how much it lags behind what is known. */
export interface Settled {
	slots: Slot[]
	/** Arrivals, departures and moves that wait because the list is being looked at. */
	changes: number
}

/**
 * settle brings a shown order to the latest one without moving anything somebody looks at. The first `keep` slots stay
 * as they are; what comes behind them is free. The pinned row, the open one, keeps its place even when it no longer
 * belongs to the list.
 */
export function settle(shown: readonly Slot[], latest: readonly Slot[], keep: number, pin?: string): Settled {
	if (keep <= 0 || shown.length === 0) return { slots: pinned(shown, [...latest], pin), changes: 0 }
	const kept = shown.slice(0, keep)
	const known = new Set(kept.map((s) => s.id))
	const place = new Map(latest.map((s, i) => [s.id, i]))
	const anchor = lastPlace(kept, place)
	const rest = latest.slice(anchor + 1).filter((s) => !known.has(s.id))
	const arrivals = latest.slice(0, anchor + 1).filter((s) => !known.has(s.id)).length
	const slots = pinned(shown, [...kept, ...rest], pin)
	return { slots, changes: arrivals + moved(kept, latest, place, pin) }
}

function lastPlace(kept: readonly Slot[], place: ReadonlyMap<string, number>): number {
	for (const slot of kept.toReversed()) {
		const at = place.get(slot.id)
		if (at !== undefined) return at
	}
	return -1
}

/** How many kept slots are gone, in another group, or in another order. */
function moved(
	kept: readonly Slot[],
	latest: readonly Slot[],
	place: ReadonlyMap<string, number>,
	pin?: string,
): number {
	let gone = 0
	const stay: number[] = []
	for (const slot of kept) {
		const at = place.get(slot.id)
		if (at === undefined) gone += slot.id === pin ? 0 : 1
		else if (latest[at]?.group === slot.group) stay.push(at)
		else gone++
	}
	return gone + stay.length - longestRising(stay)
}

/** Length of the longest rising subsequence: what need not be moved to come into order. */
function longestRising(numbers: readonly number[]): number {
	const tails: number[] = []
	for (const n of numbers) {
		let low = 0
		let high = tails.length
		while (low < high) {
			const middle = (low + high) >> 1
			if ((tails[middle] as number) < n) low = middle + 1
			else high = middle
		}
		tails[low] = n
	}
	return tails.length
}

/** pinned puts the pinned slot behind the row it stood behind, when it is gone from the list. */
function pinned(shown: readonly Slot[], slots: Slot[], pin?: string): Slot[] {
	const at = shown.findIndex((s) => s.id === pin)
	const slot = shown[at]
	if (!slot || slots.some((s) => s.id === pin)) return slots
	const before = shown.slice(0, at).findLast((b) => slots.some((s) => s.id === b.id))
	slots.splice(before ? slots.findIndex((s) => s.id === before.id) + 1 : 0, 0, slot)
	return slots
}
