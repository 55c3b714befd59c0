import clsx from 'clsx'
import type { ReactNode } from 'react'
import type { Tone } from './rows'

const lines: Record<Tone, string> = {
	public: 'border-public-line',
	private: 'border-private-line',
	internal: 'border-dashed border-internal-line',
}

/** Beside is a line of the timeline: the cord in its gutter, something plugged into it, and what it says. */
export function Beside({
	tone,
	plug,
	avatar,
	end,
	children,
}: {
	tone: Tone
	/** An icon or an avatar on the cord. */
	plug?: ReactNode
	avatar?: boolean
	/** The cord ends here: nothing comes below. */
	end?: boolean
	children: ReactNode
}) {
	return (
		<div className="grid grid-cols-[44px_minmax(0,1fr)] rail:grid-cols-[52px_minmax(0,1fr)]">
			<div className="relative" aria-hidden="true">
				<span
					className={clsx('absolute start-1/2 top-0 ms-px border-s-2', lines[tone], end ? 'h-4' : 'bottom-0')}
				/>
				{plug && (
					<span
						className={clsx(
							'absolute start-1/2 ms-0.5 grid -translate-x-1/2 place-items-center rounded-full bg-surface rtl:translate-x-1/2',
							avatar ? 'top-1 p-[3px]' : 'top-0.5 p-[3px] text-ink-3',
						)}
					>
						{plug}
					</span>
				)}
			</div>
			<div className="min-w-0">{children}</div>
		</div>
	)
}

/** Line is something that happened, in one line; its time stays at the end. */
export function Line({ at, title, children }: { at?: ReactNode; title?: string; children: ReactNode }) {
	return (
		<div
			title={title}
			className="mb-1.5 flex min-h-[22px] items-start gap-x-3 pt-[3px] pe-3.5 text-12 text-ink-3 [&_b]:text-ink-2"
		>
			<div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-1.5">{children}</div>
			{at}
		</div>
	)
}
