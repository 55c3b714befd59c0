import { useCallback, useRef } from 'react'

/** useSingle begins something only once what it began before has ended: a double press is one press. */
export function useSingle(begin: () => Promise<unknown>): () => void {
	const under = useRef(false)
	const latest = useRef(begin)
	latest.current = begin
	return useCallback(() => {
		if (under.current) return
		under.current = true
		const ended = () => {
			under.current = false
		}
		latest.current().then(ended, ended)
	}, [])
}
