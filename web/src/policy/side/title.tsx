import type { ReactNode } from 'react'

/** SideTitle is what a part of the right side is called. */
export function SideTitle({ title, children }: { title: string; children?: ReactNode }) {
	return (
		<div className="flex min-h-8 flex-wrap items-center justify-between gap-x-3 pb-1">
			<h2 className="text-15 font-semibold">{title}</h2>
			{children}
		</div>
	)
}
