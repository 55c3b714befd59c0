import { useEffect, useState } from 'react'

/** useNow gives the time and draws again when it has moved on by every milliseconds. */
export function useNow(every: number): Date {
	const [now, set] = useState(() => new Date())
	useEffect(() => {
		const timer = setInterval(() => set(new Date()), every)
		return () => clearInterval(timer)
	}, [every])
	return now
}
