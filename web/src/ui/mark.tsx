/** Mark is the S of patch cord, from a plug to a ring. Under 20 px it has no brass tip. */
export function Mark({ size = 22 }: { size?: number }) {
	return (
		<svg
			viewBox="0 0 24 24"
			width={size}
			height={size}
			aria-hidden="true"
			className="block flex-none"
			fill="none"
		>
			<path
				className="stroke-cord"
				strokeWidth="2.6"
				strokeLinecap="round"
				d="M14.2 5.2H10a3.4 3.4 0 0 0 0 6.8h4a3.4 3.4 0 0 1 0 6.8H9"
			/>
			<circle className="stroke-cord" strokeWidth="2.2" cx="17.9" cy="5.2" r="3" />
			{size >= 20 && <circle className="fill-brass" cx="17.9" cy="5.2" r="1.1" />}
			<circle className="fill-cord" cx="6.1" cy="18.8" r="3.5" />
		</svg>
	)
}

/** Wordmark is the mark with its name. */
export function Wordmark() {
	return (
		<span className="flex items-center gap-2 text-15 font-[650] tracking-[-0.01em]">
			<Mark />
			Switchboard
		</span>
	)
}
