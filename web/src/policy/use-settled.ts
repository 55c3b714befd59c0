import { useEffect, useState } from 'react'

/** useSettled gives a value once it has not changed for so many milliseconds. */
export function useSettled<T>(value: T, after: number): T {
	const [settled, set] = useState(value)
	useEffect(() => {
		const timer = setTimeout(() => set(value), after)
		return () => clearTimeout(timer)
	}, [value, after])
	return settled
}
