import { type RefObject, useEffect, useState } from 'react'
import type { Cord } from './bars'

interface Line {
	key: string
	path: string
	ends: [number, number, number, number]
	planned: boolean
}

/** Cords draws a line from somebody's absence to who covers it, on the first day on which both are seen. */
export function Cords({ within, cords }: { within: RefObject<HTMLElement | null>; cords: Cord[] }) {
	const [lines, setLines] = useState<Line[]>([])
	const shape = JSON.stringify(cords)
	// What it is drawn over is known only once all of it is there.
	useEffect(() => {
		const root = within.current
		if (!root) return
		const draw = () => setLines((JSON.parse(shape) as Cord[]).flatMap((c) => lineOf(root, c)))
		draw()
		const watch = new ResizeObserver(draw)
		watch.observe(root)
		return () => watch.disconnect()
	}, [within, shape])
	return (
		<svg aria-hidden="true" className="pointer-events-none absolute inset-0 size-full overflow-visible">
			{lines.map(({ key, path, ends: [x, y, u, v], planned }) => (
				<g key={key} fill="none" stroke="var(--cord)" strokeWidth="1.8">
					<path d={path} strokeDasharray={planned ? '4 3' : undefined} />
					<circle cx={x} cy={y} r="3" fill="var(--surface)" />
					<circle cx={u} cy={v} r="2.5" fill="var(--cord)" />
				</g>
			))}
		</svg>
	)
}

function lineOf(root: HTMLElement, c: Cord): Line[] {
	const cells = (id: string) => [...root.querySelectorAll<HTMLElement>(`[data-person="${CSS.escape(id)}"]`)]
	const base = root.getBoundingClientRect()
	for (const [i, cell] of cells(c.absent).entries()) {
		const from = cell.querySelector('[data-bar="absence"]')?.getBoundingClientRect()
		const to = cells(c.covers)
			[i]?.querySelector(`[data-whom="${CSS.escape(c.absent)}"]`)
			?.getBoundingClientRect()
		if (!from || !to) continue
		const down = to.top > from.top
		const x = from.left + from.width * 0.75 - base.left
		const y = (down ? from.bottom - 5 : from.top + 5) - base.top
		const u = to.left + to.width * 0.25 - base.left
		const v = (down ? to.top : to.bottom) - base.top
		const m = (y + v) / 2
		const path = `M${x} ${y}C${x} ${m} ${u} ${m} ${u} ${v}`
		return [{ key: `${c.absent} ${c.covers}`, path, ends: [x, y, u, v], planned: c.planned }]
	}
	return []
}
