import { useLater } from './later'

/** Skeleton stands where words will be, once waiting has taken 300 ms. */
export function Skeleton({ rows = 3, className = '' }: { rows?: number; className?: string }) {
	if (!useLater(true, 300)) return null
	return (
		<div aria-hidden="true" className={`flex flex-col gap-3 p-4 ${className}`}>
			{Array.from({ length: rows }, (_, i) => `${i}`).map((key) => (
				<div key={key} className="h-14 rounded-card bg-hover" />
			))}
		</div>
	)
}
