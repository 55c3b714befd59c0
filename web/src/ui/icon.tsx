import type { ReactNode, SVGProps } from 'react'

/** The console's own icons, on a grid of 16 with a stroke of 1.5. */
const shapes = {
	// jacks: who leads
	unowned: (
		<>
			<circle cx="8" cy="8" r="5.8" />
			<circle cx="8" cy="8" r="1.4" />
		</>
	),
	offered: (
		<>
			<circle cx="8" cy="8" r="5.8" strokeDasharray="2.5 2.05" />
			<circle cx="8" cy="8" r="3" className="fill-current stroke-none" />
		</>
	),
	led: (
		<>
			<circle cx="8" cy="8" r="5.8" />
			<circle cx="8" cy="8" r="3.4" className="fill-current stroke-none" />
		</>
	),
	helped: (
		<>
			<circle cx="8" cy="8" r="5.8" />
			<path d="M8 5.6v4.8M5.6 8h4.8" />
		</>
	),
	waiting: (
		<>
			<circle cx="8" cy="8" r="5.8" />
			<path d="M6.4 6v4M9.6 6v4" />
		</>
	),
	solved: (
		<>
			<circle cx="8" cy="8" r="5.8" />
			<path d="M5.5 8.2l1.8 1.8 3.2-3.6" />
		</>
	),
	transfer: <path d="M2.5 5.5h9M9 3l2.5 2.5L9 8M13.5 10.5h-9M7 8l-2.5 2.5L7 13" />,
	// who can read it
	public: (
		<>
			<circle cx="8" cy="8" r="5.8" />
			<path d="M2.4 8h11.2M8 2.2c1.9 1.7 2.7 3.6 2.7 5.8S9.9 12.1 8 13.8C6.1 12.1 5.3 10.2 5.3 8S6.1 3.9 8 2.2z" />
		</>
	),
	private: (
		<>
			<rect x="3.2" y="7" width="9.6" height="6.6" rx="1.5" />
			<path d="M5.3 7V5.1a2.7 2.7 0 0 1 5.4 0V7" />
		</>
	),
	internal: <path d="M3.5 2.8h9v7.2l-3.2 3.2H3.5zM12.5 10H9.3v3.2M5.8 5.8h4.4M5.8 8.2h2.4" />,
	email: (
		<>
			<rect x="2.2" y="3.5" width="11.6" height="9" rx="1.5" />
			<path d="M2.6 4.6L8 8.8l5.4-4.2" />
		</>
	),
	direct: <path d="M13.6 3L7.3 9.3M13.6 3L9.6 13.3 7.3 9.3 3 7z" />,
	call: (
		<path d="M4.2 2.5h2l1 2.9-1.4 1a7.5 7.5 0 0 0 3.8 3.8l1-1.4 2.9 1v2a1.4 1.4 0 0 1-1.5 1.4A9.5 9.5 0 0 1 2.8 4a1.4 1.4 0 0 1 1.4-1.5z" />
	),
	// time and trouble
	late: (
		<>
			<path d="M8 2.6l6 10.4H2z" />
			<path d="M8 6.5v3" />
			<circle cx="8" cy="11.2" r=".7" className="fill-current stroke-none" />
		</>
	),
	clock: (
		<>
			<circle cx="8" cy="8" r="5.8" />
			<path d="M8 4.8V8l2.2 1.4" />
		</>
	),
	promise: <path d="M4 2.5h8V14l-4-2.9L4 14zM6.2 6.3l1.3 1.3L10 5" />,
	blocked: (
		<>
			<circle cx="8" cy="8" r="5.8" />
			<path d="M4.2 11.8l7.6-7.6" />
		</>
	),
	question: (
		<>
			<circle cx="8" cy="8" r="5.8" />
			<path d="M6.3 6.4A1.7 1.7 0 1 1 8.6 8c-.4.2-.6.5-.6 1" />
			<circle cx="8" cy="11" r=".7" className="fill-current stroke-none" />
		</>
	),
	safety: (
		<path d="M8 14c-2.6 0-4.4-1.7-4.4-4.2C3.6 7 6 5.9 6.3 2.2c1.9.8 3 2.4 3 4.2.7-.3 1-.8 1.1-1.4 1.2 1.2 2 2.9 2 4.8C12.4 12.3 10.6 14 8 14z" />
	),
	press: (
		<path d="M2.5 3.5h8.5v9.5H3.7a1.2 1.2 0 0 1-1.2-1.2zM11 6.5h2.5v5.3a1.2 1.2 0 0 1-1.2 1.2M4.8 6h4M4.8 8.3h4M4.8 10.6h2.3" />
	),
	flag: <path d="M4 14V2.5M4 3.2h7.8l-1.7 2.6 1.7 2.6H4" />,
	tick: <path d="M3 8.5l3.3 3.3L13 4.5" />,
	ticks: <path d="M1.5 8.7l2.8 2.8 6.2-7M7.6 10.8l.7.7 6.2-7" />,
	shield: <path d="M8 1.9l5 2v3.9c0 3-2 5.2-5 6.3-3-1.1-5-3.3-5-6.3V3.9zM5.8 7.9l1.6 1.6 2.9-3.2" />,
	pencil: <path d="M10.7 3.1l2.2 2.2-7.3 7.3-2.9.7.7-2.9z" />,
	strike: (
		<path d="M2.5 8h11M11 4.6C10.5 3.5 9.4 3 8 3c-1.8 0-3 .9-3 2.3 0 .5.1.9.4 1.2M5 11.2C5.5 12.4 6.6 13 8 13c1.9 0 3.2-1 3.2-2.5" />
	),
	hand: (
		<path d="M5 8.5V4a1 1 0 0 1 2 0V3a1 1 0 0 1 2 0v1a1 1 0 0 1 2 0v1.5a1 1 0 0 1 2 0V10c0 2.3-1.7 4-4 4-1.8 0-2.9-.8-3.7-2.2L3.2 9a1 1 0 0 1 1.8-.5" />
	),
	pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
	broken: <path d="M6 2.5V5M10 2.5V5M4 5h8v2.5a4 4 0 0 1-5.5 3.7M8 11.5V14M2.5 2.5l11 11" />,
	target: (
		<>
			<circle cx="8" cy="8" r="5.8" />
			<circle cx="8" cy="8" r="2.7" />
			<circle cx="8" cy="8" r=".6" className="fill-current stroke-none" />
		</>
	),
	// places and tools
	search: (
		<>
			<circle cx="7" cy="7" r="4.4" />
			<path d="M10.4 10.4L13.8 13.8" />
		</>
	),
	tray: (
		<path d="M2.5 9l1.7-5a1.5 1.5 0 0 1 1.4-1h4.8a1.5 1.5 0 0 1 1.4 1l1.7 5v3a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1zM2.5 9H6l1 1.5h2L10 9h3.5" />
	),
	read: (
		<>
			<path d="M1.8 8S4.1 3.8 8 3.8 14.2 8 14.2 8 11.9 12.2 8 12.2 1.8 8 1.8 8z" />
			<circle cx="8" cy="8" r="1.9" />
		</>
	),
	talk: <path d="M13.5 8.3A4.6 4.6 0 0 1 8.9 13H3l1-2a4.6 4.6 0 0 1 3.1-7.3h1.8a4.6 4.6 0 0 1 4.6 4.6z" />,
	people: (
		<>
			<circle cx="6" cy="5.4" r="2.4" />
			<path d="M1.9 13c.3-2.5 1.9-3.9 4.1-3.9s3.8 1.4 4.1 3.9M10.6 3.2a2.3 2.3 0 0 1 0 4.4M11.7 9.5c1.4.4 2.2 1.6 2.4 3.5" />
		</>
	),
	policy: (
		<>
			<circle cx="4" cy="3.6" r="1.5" />
			<circle cx="12" cy="6.2" r="1.5" />
			<circle cx="4" cy="12.4" r="1.5" />
			<path d="M4 5.1v5.8M4 9.4C4 6.9 10.5 8.9 10.5 6.7" />
		</>
	),
	chart: <path d="M2.5 2.5v11h11M5.5 10.5V8M8.5 10.5V5.3M11.5 10.5V6.7" />,
	settings: (
		<>
			<path d="M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6" />
			<circle cx="10.2" cy="5" r="1.7" />
			<circle cx="5.8" cy="11" r="1.7" />
		</>
	),
	calendar: (
		<>
			<rect x="2.5" y="3" width="11" height="10.5" rx="1.5" />
			<path d="M2.5 6.5h11M5.5 1.8V4M10.5 1.8V4" />
		</>
	),
	plug: <path d="M6 2v3M10 2v3M4 5h8v2.5a4 4 0 0 1-8 0zM8 11.5V14" />,
	bell: (
		<path d="M3.5 11.5c1-1 1.2-2 1.2-4.2a3.3 3.3 0 0 1 6.6 0c0 2.2.2 3.2 1.2 4.2zM6.7 13.6c.7.5 1.9.5 2.6 0" />
	),
	link: (
		<path d="M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.3-2.3A2.6 2.6 0 0 0 9 3.3l-.8.8M9.3 6.7a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l.8-.8" />
	),
	open: (
		<path d="M9 2.8h4.2V7M13 3L7.5 8.5M11.5 9.5v2.7a1 1 0 0 1-1 1H3.8a1 1 0 0 1-1-1V5.5a1 1 0 0 1 1-1h2.7" />
	),
	copy: (
		<>
			<rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
			<path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" />
		</>
	),
	person: (
		<>
			<circle cx="8" cy="5.4" r="2.6" />
			<path d="M3 13.5c.4-2.8 2.3-4.3 5-4.3s4.6 1.5 5 4.3" />
		</>
	),
	mention: (
		<>
			<circle cx="8" cy="8" r="2.5" />
			<path d="M10.5 5.5V9a1.7 1.7 0 0 0 3.3 0V8A5.8 5.8 0 1 0 8 13.8c1.1 0 2-.3 2.8-.7" />
		</>
	),
	clip: (
		<path d="M13 7.5l-5 5a3.1 3.1 0 0 1-4.4-4.4l5.3-5.3a2.1 2.1 0 0 1 3 3L6.7 11a1 1 0 0 1-1.5-1.5l4.6-4.6" />
	),
	more: (
		<g className="fill-current stroke-none">
			<circle cx="3.5" cy="8" r="1.1" />
			<circle cx="8" cy="8" r="1.1" />
			<circle cx="12.5" cy="8" r="1.1" />
		</g>
	),
	close: <path d="M4 4l8 8M12 4l-8 8" />,
	plus: <path d="M8 3v10M3 8h10" />,
	down: <path d="M4 6.2l4 4 4-4" />,
	right: <path d="M6.2 4l4 4-4 4" />,
	left: <path d="M9.8 4l-4 4 4 4" />,
	up: <path d="M4 9.8l4-4 4 4" />,
	grip: (
		<g className="fill-current stroke-none">
			<circle cx="6" cy="4" r=".9" />
			<circle cx="10" cy="4" r=".9" />
			<circle cx="6" cy="8" r=".9" />
			<circle cx="10" cy="8" r=".9" />
			<circle cx="6" cy="12" r=".9" />
			<circle cx="10" cy="12" r=".9" />
		</g>
	),
	branch: (
		<>
			<circle cx="4" cy="3.8" r="1.5" />
			<circle cx="4" cy="12.2" r="1.5" />
			<circle cx="12" cy="6" r="1.5" />
			<path d="M4 5.3v5.4M12 7.5c0 2.5-5 1.8-7 3.5" />
		</>
	),
	undo: <path d="M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M3 6.5l3-3M3 6.5l3 3" />,
	sun: (
		<>
			<circle cx="8" cy="8" r="2.8" />
			<path d="M8 1.8v1.4M8 12.8v1.4M1.8 8h1.4M12.8 8h1.4M3.6 3.6l1 1M11.4 11.4l1 1M3.6 12.4l1-1M11.4 4.6l1-1" />
		</>
	),
	moon: <path d="M13.2 9.7A5.7 5.7 0 0 1 6.3 2.8 5.7 5.7 0 1 0 13.2 9.7z" />,
	exit: <path d="M6.5 2.8H4a1.2 1.2 0 0 0-1.2 1.2v8A1.2 1.2 0 0 0 4 13.2h2.5M10 5l3 3-3 3M13 8H6.5" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

interface Props extends SVGProps<SVGSVGElement> {
	name: IconName
	size?: 14 | 16 | 20
}

/** Icon is decoration: the word beside it speaks. */
export function Icon({ name, size = 16, className = '', ...rest }: Props) {
	return (
		<svg
			viewBox="0 0 16 16"
			width={size}
			height={size}
			aria-hidden="true"
			fill="none"
			stroke="currentColor"
			strokeWidth={1.5}
			strokeLinecap="round"
			strokeLinejoin="round"
			className={`block flex-none ${className}`}
			{...rest}
		>
			{shapes[name]}
		</svg>
	)
}
