import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'

// Those who ask for one of a few by digit, the one that has the digits last.
let asking: symbol[] = []
const watching = new Set<() => void>()

function set(next: symbol[]) {
	asking = next
	for (const call of watching) call()
}

const watch = (call: () => void) => {
	watching.add(call)
	return () => watching.delete(call)
}

/**
 * useDigits says whether the digits choose here: of all that ask at one time only the newest has them, or the one that was
 * claimed for since. wants is false while nothing is asked.
 */
export function useDigits(wants: boolean): [mine: boolean, claim: () => void] {
	const self = useRef(Symbol())
	useEffect(() => {
		const { current } = self
		if (!wants) return
		set([...asking, current])
		return () => set(asking.filter((one) => one !== current))
	}, [wants])
	const claim = useCallback(() => {
		const { current } = self
		if (asking.includes(current) && asking.at(-1) !== current)
			set([...asking.filter((one) => one !== current), current])
	}, [])
	const last = useSyncExternalStore(watch, () => asking.at(-1))
	return [wants && last === self.current, claim]
}
