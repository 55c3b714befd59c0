import { useCallback } from 'react'

/** Cord is drawn from the row to the sheet when an offer has been accepted. With reduced motion it just is there. */
export function Cord() {
	const draw = useCallback((line: HTMLSpanElement | null) => {
		if (!line || window.matchMedia('(prefers-reduced-motion: reduce)').matches) return
		line.animate?.([{ transform: 'scaleX(0)' }, { transform: 'scaleX(1)' }], {
			duration: 180,
			easing: 'cubic-bezier(.2,.7,.2,1)',
		})
	}, [])
	return (
		<span
			ref={draw}
			aria-hidden="true"
			className="pointer-events-none absolute start-[25px] -end-px bottom-0 z-20 h-[2.5px] origin-left rounded-full bg-cord rtl:origin-right"
		/>
	)
}
