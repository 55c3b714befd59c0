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
	{ from: [0, 1], to: [3, 0], sag: 120, colour: 'text-public' },
	{ from: [2, 2], to: [6, 1], sag: 110, colour: 'text-private' },
	{ from: [4, 0], to: [8, 2], sag: 150, colour: 'text-cord' },
	{ from: [5, 3], to: [7, 0], sag: 70, colour: 'text-brass' },
]

const at = ([x, y]: [number, number]) => [20 + x * gap.x, 20 + y * gap.y] as const

function path({ from, to, sag }: Cord): string {
	const [x1, y1] = at(from)
	const [x2, y2] = at(to)
	const low = Math.max(y1, y2) + sag
	return `M${x1} ${y1}C${x1 + 8} ${low} ${x2 - 30} ${low} ${x2} ${y2}`
}

/** Board is the drawing on the pages where nobody is signed in yet: customers' words joined to people. */
export function Board() {
	const jacks = Array.from(
		{ length: columns * rows },
		(_, i) => [i % columns, Math.floor(i / columns)] as [number, number],
	)
	const plugged = new Map(cords.flatMap((c) => [c.from, c.to].map((p) => [p.join(), c.colour] as const)))
	return (
		<svg
			viewBox={`0 0 ${40 + (columns - 1) * gap.x} ${40 + (rows - 1) * gap.y + 60}`}
			aria-hidden="true"
			fill="none"
			className="w-full max-w-[680px] max-desk:hidden"
		>
			{cords.map((c) => (
				<path
					key={path(c)}
					d={path(c)}
					className={c.colour}
					stroke="currentColor"
					strokeWidth="3.5"
					strokeLinecap="round"
				/>
			))}
			{jacks.map((p) => {
				const [cx, cy] = at(p)
				const colour = plugged.get(p.join())
				const due = p.join() === '1,3'
				return (
					<g key={p.join()} className={colour ?? (due ? 'text-lamp' : 'text-line')} stroke="currentColor">
						{due && <circle cx={cx} cy={cy} r="17" className="fill-lamp stroke-none opacity-30" />}
						<circle cx={cx} cy={cy} r="10" className="fill-surface" strokeWidth="2" />
						<circle cx={cx} cy={cy} r={colour || due ? 5 : 3} className="stroke-none" fill="currentColor" />
					</g>
				)
			})}
		</svg>
	)
}
