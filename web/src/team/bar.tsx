import clsx from 'clsx'
import { Icon } from '../ui/icon'
import type { PersonWeek } from './api'
import type { Placed } from './grid'
import { type Naming, sentenceOf, wordOf } from './said'

const looks = {
	shift: 'bg-cord-soft text-cord',
	back: 'bg-cord-soft text-cord shadow-[inset_0_0_0_1px_var(--cord-line)]',
	absence: 'hatched text-ink shadow-[inset_0_0_0_1px_var(--line-strong)]',
	cover: 'bg-surface text-cord shadow-[inset_0_0_0_1.5px_var(--cord)]',
	planned: 'bg-surface text-cord outline-[1.5px] -outline-offset-[1.5px] outline-dashed outline-cord',
	onCall: 'bg-surface text-cord shadow-[inset_0_0_0_1.5px_var(--cord)]',
}

/** The least part of a cell, in percent, in which words are put: in less they would be torn. */
const legible = 20

/** BarMark is one bar in the cell of a day. */
export function BarMark({ placed, person, by }: { placed: Placed; person: PersonWeek; by: Naming }) {
	const { bar, start, width } = placed
	return (
		<span
			data-bar={bar.kind}
			data-whom={bar.whom}
			title={sentenceOf(bar, person, by)}
			style={{ insetInlineStart: `${start}%`, width: `${width}%` }}
			className={clsx(
				'absolute top-[13px] flex h-7 items-center gap-1 overflow-hidden rounded-control px-1.5 text-11 font-semibold whitespace-nowrap',
				looks[bar.kind],
			)}
		>
			{bar.kind === 'cover' && <Icon name="transfer" size={14} />}
			{width >= legible && (
				<span
					aria-hidden="true"
					className={clsx('truncate', bar.kind === 'absence' && 'rounded-tag bg-surface px-1')}
				>
					{wordOf(bar, person, by)}
				</span>
			)}
			<span className="sr-only">{sentenceOf(bar, person, by)}.</span>
		</span>
	)
}
