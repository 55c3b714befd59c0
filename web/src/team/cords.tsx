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
	const [absent = [], covers = []] = nearest(rowsOf(root, c.absent), rowsOf(root, c.covers)) ?? []
	const base = root.getBoundingClientRect()
	for (const [i, cell] of absent.entries()) {
		const from = cell.querySelector('[data-bar="absence"]')?.getBoundingClientRect()
		const to = covers[i]?.querySelector(`[data-whom="${CSS.escape(c.absent)}"]`)?.getBoundingClientRect()
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

type Row = HTMLElement[]

/** rowsOf are the cells of somebody's days, once for each department they stand under. */
function rowsOf(root: HTMLElement, id: string): Row[] {
	const rows = new Map<Element | null, Row>()
	for (const cell of root.querySelectorAll<HTMLElement>(`[data-person="${CSS.escape(id)}"]`)) {
		const row = cell.parentElement
		rows.set(row, [...(rows.get(row) ?? []), cell])
	}
	return [...rows.values()]
}

/** nearest are a row of the one and a row of the other with the least between them. */
function nearest(some: Row[], others: Row[]): [Row, Row] | undefined {
	const top = ([cell]: Row) => cell?.getBoundingClientRect().top ?? 0
	const pairs = some.flatMap((a) =>
		others.map((b) => ({ rows: [a, b] as [Row, Row], apart: Math.abs(top(a) - top(b)) })),
	)
	return pairs.sort((a, b) => a.apart - b.apart)[0]?.rows
}
