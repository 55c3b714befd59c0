import { type FocusEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from 'react'

/** A thumb that just left may come back to the same row. */
const lingering = 1200

/** useLookedAt says whether somebody points at a part of the page or has its focus, with what tells it so. */
export function useLookedAt() {
	const [pointed, setPointed] = useState(false)
	const [focused, setFocused] = useState(false)
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
	useEffect(() => () => clearTimeout(timer.current), [])
	const point = useCallback(() => {
		clearTimeout(timer.current)
		setPointed(true)
	}, [])
	const leave = useCallback((e: PointerEvent) => {
		clearTimeout(timer.current)
		if (e.pointerType === 'mouse') setPointed(false)
		else timer.current = setTimeout(() => setPointed(false), lingering)
	}, [])
	const watch = {
		onPointerMove: point,
		onPointerDown: point,
		onPointerLeave: leave,
		onFocus: () => setFocused(true),
		onBlur: (e: FocusEvent) => setFocused(e.currentTarget.contains(e.relatedTarget as Node | null)),
	}
	return { lookedAt: pointed || focused, watch }
}
