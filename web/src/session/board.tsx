const columns = 9
const rows = 4
const gap = { x: 76, y: 86 }

interface Cord {
	from: [number, number]
	to: [number, number]
	sag: number
	colour: string
}

const cords: Cord[] = [
	{ from: [0, 1], to: [3, 0], sag: 90, colour: 'text-public' },
	{ from: [2, 2], to: [6, 1], sag: 84, colour: 'text-private' },
	{ from: [4, 0], to: [8, 2], sag: 64, colour: 'text-cord' },
	{ from: [5, 3], to: [7, 0], sag: 40, colour: 'text-brass' },
]

const due = '1,3'
const at = ([x, y]: [number, number]) => [20 + x * gap.x, 20 + y * gap.y] as const

function path({ from, to, sag }: Cord): string {
	const [x1, y1] = at(from)
	const [x2, y2] = at(to)
	const low = Math.max(y1, y2) + sag
	return `M${x1} ${y1}C${x1 + 34} ${low} ${x2 - 46} ${low} ${x2} ${y2}`
}

/** Board is the drawing on the pages where nobody is signed in yet: customers' words joined to people. */
export function Board() {
	const plugs = new Set(cords.flatMap((c) => [c.from.join(), c.to.join()]))
	const free = Array.from(
		{ length: columns * rows },
		(_, i) => [i % columns, Math.floor(i / columns)] as [number, number],
	).filter((p) => !plugs.has(p.join()))
	return (
		<svg
			viewBox={`0 0 ${40 + (columns - 1) * gap.x} ${40 + (rows - 1) * gap.y + 40}`}
			aria-hidden="true"
			fill="none"
			className="w-full max-w-[680px] max-desk:hidden"
		>
			{free.map((p) => (
				<Jack key={p.join()} place={p} colour={p.join() === due ? 'text-lamp' : 'text-line'} />
			))}
			{cords.map((c) => (
				<Cable key={path(c)} cord={c} />
			))}
		</svg>
	)
}

/** A cord lies over the jacks it does not use; its edge keeps it apart from what it crosses. */
function Cable({ cord }: { cord: Cord }) {
	return (
		<g>
			<path d={path(cord)} className="stroke-canvas" strokeWidth="9" />
			<g className={cord.colour}>
				<path d={path(cord)} stroke="currentColor" strokeWidth="3.5" strokeLinecap="round" />
			</g>
			<Jack place={cord.from} colour={cord.colour} />
			<Jack place={cord.to} colour={cord.colour} />
		</g>
	)
}

function Jack({ place, colour }: { place: [number, number]; colour: string }) {
	const [cx, cy] = at(place)
	const isFree = colour === 'text-line'
	return (
		<g className={colour} stroke="currentColor">
			{colour === 'text-lamp' && (
				<circle cx={cx} cy={cy} r="17" className="fill-lamp stroke-none opacity-30" />
			)}
			<circle cx={cx} cy={cy} r="10" className="fill-surface" strokeWidth="2" />
			<circle cx={cx} cy={cy} r={isFree ? 3 : 5} className="stroke-none" fill="currentColor" />
		</g>
	)
}
