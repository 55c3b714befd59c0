import clsx from 'clsx'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'
import { languageName } from '../words/region'
import type { Week } from './api'
import type { HourHere } from './grid'
import { timesOf } from './grid'

/** CoverageWord says how many gaps there are, and in what when that is one thing. */
export function CoverageWord({ week }: { week: Week }) {
	const { gaps } = week
	if (gaps.length === 0) return <span className="text-ink-3">{t('cover.coverage')}</span>
	const what = new Set(gaps.map((g) => wordOf(week, g)))
	const n = gaps.reduce((sum, g) => sum + Math.max(g.times ?? 1, 1), 0)
	const one = what.size === 1 ? [...what][0] : undefined
	return (
		<span className="flex items-center gap-2 font-semibold text-late">
			<Icon name="late" />
			{one ? t('cover.gapIn', { what: one, n }) : t('cover.gapsAll', { n })}
		</span>
	)
}

function wordOf(week: Week, gap: Week['gaps'][number]): string {
	if (gap.language) return languageName(gap.language)
	return week.departments.find((d) => d.key === gap.department)?.name ?? gap.department
}

/** CoverageBars shows how many are there, hour by hour of a day; a gap is a hollow red one. */
export function CoverageBars({ hours, most, zone }: { hours: HourHere[]; most: number; zone: string }) {
	const gaps = runs(hours.filter((h) => h.gap))
	const words = t('cover.dayHere', {
		gaps: gaps.length,
		hours: gaps.map((g) => timesOf(g, zone)).join(', '),
		n: Math.max(0, ...hours.map((h) => h.people)),
	})
	return (
		<div className="flex h-6 items-end gap-px px-1.5" title={words}>
			<span className="sr-only">{words}</span>
			{hours.map((h) => (
				<i
					key={h.from}
					aria-hidden="true"
					style={{ height: h.gap ? '88%' : `${(h.people / Math.max(most, 1)) * 88}%` }}
					className={clsx(
						'min-w-0 flex-1 rounded-t-[2px]',
						h.gap
							? 'bg-late-soft shadow-[inset_0_0_0_1.5px_var(--late)]'
							: 'bg-cord opacity-75 forced-colors:bg-[CanvasText]',
					)}
				/>
			))}
		</div>
	)
}

function runs(hours: HourHere[]): HourHere[] {
	const all: HourHere[] = []
	for (const h of hours) {
		const last = all.at(-1)
		if (last?.until === h.from) all[all.length - 1] = { ...last, until: h.until }
		else all.push(h)
	}
	return all
}
