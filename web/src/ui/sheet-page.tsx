import type { ReactNode } from 'react'

/** SheetPage is a page of one column on the sheet. */
export function SheetPage({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
	return (
		<main
			id="main"
			tabIndex={-1}
			data-pane=""
			className="min-h-0 flex-1 overflow-y-auto outline-none rail:my-2 rail:me-2 rail:rounded-sheet rail:shadow-rest"
		>
			<div className="min-h-full bg-surface p-4 rail:p-8">
				<div className="mx-auto flex max-w-[640px] flex-col gap-5">
					<div>
						<h1 className="text-18 font-semibold">{title}</h1>
						{lead && <p className="mt-0.5 text-14 text-ink-2">{lead}</p>}
					</div>
					{children}
				</div>
			</div>
		</main>
	)
}
