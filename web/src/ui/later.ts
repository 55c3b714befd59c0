import { useEffect, useState } from 'react'

/** useLater turns true when something has gone on for so many milliseconds, and false as soon as it ends. */
export function useLater(going: boolean, after: number): boolean {
	const [long, setLong] = useState(false)
	useEffect(() => {
		if (!going) return
		const timer = setTimeout(() => setLong(true), after)
		return () => {
			clearTimeout(timer)
			setLong(false)
		}
	}, [going, after])
	return going && long
}
