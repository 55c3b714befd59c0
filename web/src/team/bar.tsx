import clsx from 'clsx'
import { Icon } from '../ui/icon'
import type { PersonWeek } from './api'
import type { Placed } from './grid'
import { type Naming, sentenceOf, wordsOf } from './said'

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

/** How wide a bar has to be within for so many letters: from there on they are shown, and what is less is not. */
const rooms = [
	{ letters: 5, shown: '@min-[37px]:block', gone: '@min-[37px]:hidden' },
	{ letters: 7, shown: '@min-[47px]:block', gone: '@min-[47px]:hidden' },
	{ letters: 8, shown: '@min-[54px]:block', gone: '@min-[54px]:hidden' },
	{ letters: 11, shown: '@min-[71px]:block', gone: '@min-[71px]:hidden' },
	{ letters: 14, shown: '@min-[89px]:block', gone: '@min-[89px]:hidden' },
	{ letters: 17, shown: '@min-[107px]:block', gone: '@min-[107px]:hidden' },
]
const widest = { shown: '@min-[122px]:block', gone: '@min-[122px]:hidden' }
const roomFor = (word: string) => rooms.find((r) => word.length <= r.letters) ?? widest

/** BarMark is one bar in the cell of a day. */
export function BarMark({ placed, person, by }: { placed: Placed; person: PersonWeek; by: Naming }) {
	const { bar, start, width } = placed
	const words = wordsOf(bar, person, by, placed.goesOn)
	return (
		<span
			data-bar={bar.kind}
			data-whom={bar.whom}
			title={sentenceOf(bar, person, by)}
			style={{ insetInlineStart: `${start}%`, width: `${width}%` }}
			className={clsx(
				'@container absolute top-1/2 -translate-y-1/2 flex h-7 items-center gap-1 overflow-hidden rounded-control px-1.5 text-11 font-semibold whitespace-nowrap',
				looks[bar.kind],
			)}
		>
			{bar.kind === 'cover' && <Icon name="transfer" size={14} />}
			{width >= legible &&
				words.map((word, i) => (
					<span
						key={word}
						aria-hidden="true"
						className={clsx(
							'truncate',
							bar.kind === 'absence' && 'rounded-tag bg-surface px-1',
							i < words.length - 1 && ['hidden', roomFor(word).shown],
							i > 0 && roomFor(words[i - 1] ?? '').gone,
						)}
					>
						{word}
					</span>
				))}
			<span className="sr-only">{sentenceOf(bar, person, by)}.</span>
		</span>
	)
}
