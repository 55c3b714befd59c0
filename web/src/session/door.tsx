import clsx from 'clsx'
import type { ReactNode } from 'react'
import { Wordmark } from '../ui/mark'
import { Board } from './board'

/** Door is the page of whoever is not inside yet: the promise and the board beside the sheet with what is asked. */
export function Door({
	lead,
	promise,
	wide,
	children,
}: {
	lead: string
	promise?: ReactNode
	wide?: boolean
	children: ReactNode
}) {
	return (
		<main
			className={
				wide
					? 'grid min-h-full grid-cols-1 max-desk:grid-rows-[auto_1fr] desk:h-dvh desk:grid-cols-[minmax(0,1fr)_640px]'
					: 'grid min-h-full grid-cols-1 max-desk:grid-rows-[auto_1fr] desk:grid-cols-[1fr_minmax(480px,46%)]'
			}
		>
			<section className="flex min-h-0 flex-col gap-8 overflow-hidden p-4 rail:p-8 desk:p-14">
				<Wordmark />
				<div className="max-desk:hidden">
					<p className="max-w-[17ch] text-48 font-semibold">{lead}</p>
					{promise}
				</div>
				<Board />
			</section>
			<section
				className={clsx(
					'relative bg-surface px-4 pt-6 shadow-rest rail:px-14 rail:pt-10 desk:m-2 desk:overflow-y-auto desk:rounded-sheet desk:pt-8',
					!wide && 'pb-6 rail:pb-10',
				)}
			>
				{children}
			</section>
		</main>
	)
}
