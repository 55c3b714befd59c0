/** Ring shows what part is left or used, from 0 to 1. A word or number stands beside it. */
export function Ring({
	part,
	size = 14,
	className = '',
}: {
	part: number
	size?: number
	className?: string
}) {
	const round = 2 * Math.PI * 6
	const shown = Math.min(1, Math.max(0, part))
	return (
		<svg
			viewBox="0 0 16 16"
			width={size}
			height={size}
			aria-hidden="true"
			fill="none"
			className={`flex-none ${className}`}
		>
			<circle cx="8" cy="8" r="6" stroke="currentColor" strokeWidth="2.5" opacity="0.25" />
			<circle
				cx="8"
				cy="8"
				r="6"
				stroke="currentColor"
				strokeWidth="2.5"
				strokeDasharray={`${shown * round} ${round}`}
				transform="rotate(-90 8 8)"
			/>
		</svg>
	)
}
