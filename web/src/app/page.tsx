import type { ReactNode } from 'react'
import { useTitle } from './title'

/** Page is a sheet with one column under its name. */
export function Page({ title, children }: { title: string; children: ReactNode }) {
	useTitle(title)
	return (
		<main
			id="main"
			tabIndex={-1}
			data-pane=""
			className="min-h-0 flex-1 overflow-y-auto bg-surface outline-none rail:my-2 rail:me-2 rail:rounded-sheet rail:shadow-rest"
		>
			<div className="mx-auto flex max-w-[640px] flex-col px-5 pb-16">
				<h1 className="pt-5 pb-3 text-24 font-semibold">{title}</h1>
				{children}
			</div>
		</main>
	)
}

/** Section is a part of a page under its own name. */
export function Section({ title, help, children }: { title: string; help?: ReactNode; children: ReactNode }) {
	return (
		<section aria-label={title} className="border-t border-line py-5">
			<h2 className="text-15 font-semibold">{title}</h2>
			{help && <p className="mt-0.5 text-ink-2">{help}</p>}
			<div className="mt-3 flex flex-col gap-3">{children}</div>
		</section>
	)
}
