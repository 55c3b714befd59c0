import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { type Pane, useWidth } from '../app/panes'
import { t } from '../words/catalogue'

/** Splitter stands at the end of a pane (`panel`: at its beginning) and makes it wider or narrower. */
export function Splitter({ pane }: { pane: Pane }) {
	const { width, limits, set } = useWidth(pane)
	const line = useRef<HTMLHRElement>(null)
	const grows = pane === 'list' ? 1 : -1
	const measured = () => line.current?.parentElement?.getBoundingClientRect().width ?? limits.usual
	const drag = (down: PointerEvent) => {
		if (down.button !== 0) return
		down.preventDefault()
		const begun = measured()
		const direction = getComputedStyle(document.documentElement).direction === 'rtl' ? -grows : grows
		const move = (e: globalThis.PointerEvent) => set(begun + direction * (e.clientX - down.clientX))
		const end = () => {
			window.removeEventListener('pointermove', move)
			window.removeEventListener('pointerup', end)
			window.removeEventListener('pointercancel', end)
		}
		window.addEventListener('pointermove', move)
		window.addEventListener('pointerup', end)
		window.addEventListener('pointercancel', end)
	}
	const press = (e: KeyboardEvent) => {
		const by = { ArrowLeft: -16, ArrowRight: 16 }[e.key]
		if (by === undefined) return
		e.preventDefault()
		set(measured() + grows * by)
	}
	return (
		// A separator that moves is a widget: it takes focus and has a value.
		<hr
			ref={line}
			aria-orientation="vertical"
			aria-label={t(`frame.widthOf.${pane}`)}
			aria-valuemin={limits.least}
			aria-valuemax={limits.most}
			aria-valuenow={Math.round(width)}
			tabIndex={0}
			className={`absolute inset-y-0 z-30 m-0 h-auto w-2 cursor-col-resize touch-none border-0 bg-transparent hover:bg-[linear-gradient(var(--cord-line),var(--cord-line))] hover:bg-[length:2px_100%] hover:bg-center hover:bg-no-repeat focus-visible:outline-offset-[-2px] max-rail:hidden ${grows > 0 ? '-end-1' : '-start-1'}`}
			onPointerDown={drag}
			onKeyDown={press}
			onDoubleClick={() => set(undefined)}
		/>
	)
}
