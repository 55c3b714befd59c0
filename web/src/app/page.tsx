import type { ReactNode } from 'react'
import { Heading } from './heading'

/** Sheet is the white sheet beside the navigation, on which a page scrolls. */
export function Sheet({ children }: { children: ReactNode }) {
	return (
		<main
			id="main"
			tabIndex={-1}
			data-pane=""
			className="relative min-h-0 flex-1 overflow-y-auto bg-surface outline-none rail:my-2 rail:me-2 rail:rounded-sheet rail:shadow-rest"
		>
			{children}
		</main>
	)
}

/** Page is a sheet with one column under its name. */
export function Page({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
	return (
		<Sheet>
			<div className="mx-auto flex max-w-[640px] flex-col gap-5 px-4 pt-5 pb-16 rail:px-8 rail:pt-8">
				<div>
					<Heading>{title}</Heading>
					{lead && <p className="mt-0.5 text-14 text-ink-2">{lead}</p>}
				</div>
				{children}
			</div>
		</Sheet>
	)
}

/** Section is a part of a page under its own name. */
export function Section({ title, help, children }: { title: string; help?: ReactNode; children: ReactNode }) {
	return (
		<section aria-label={title} className="border-t border-line pt-5">
			<h2 className="text-15 font-semibold">{title}</h2>
			{help && <p className="mt-0.5 text-ink-2">{help}</p>}
			<div className="mt-3 flex flex-col gap-3">{children}</div>
		</section>
	)
}
