import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'
import { languageName } from '../words/region'
import type { PersonWeek, Week } from './api'
import { timesOf } from './grid'
import { dayDated } from './said'
import { dateIn } from './zone'

interface Props {
	week: Week
	/** Opens a day of somebody who may be changed; absent for who may only look. */
	edit: ((who: string, date: string) => void) | undefined
}

type Gap = Week['gaps'][number]

/** How many of the gaps stand open; the others are counted. */
const shown = 3
/** How many people are proposed for one gap. */
const proposed = 2

/** Gaps are the times in which nobody is there though the company says so, each with what can be done about it. */
export function Gaps({ week, edit }: Props) {
	if (week.gaps.length === 0) return null
	return (
		<section
			aria-label={t('cover.gaps')}
			className="flex flex-col gap-3 border-line p-4 max-desk:border-t rail:px-5 desk:max-h-[38vh] desk:w-[372px] desk:flex-none desk:overflow-y-auto desk:border-s"
		>
			{week.gaps.slice(0, shown).map((g) => (
				<OneGap key={`${g.code}${g.department}${g.language}${g.from}`} gap={g} week={week} edit={edit} />
			))}
			{week.gaps.length > shown && (
				<details>
					<summary className="cursor-pointer text-12 text-ink-2">
						{t('cover.gapsMore', { n: week.gaps.length - shown })}
					</summary>
					<ul className="flex flex-col gap-1 pt-2">
						{week.gaps.slice(shown).map((g) => (
							<li key={`${g.code}${g.department}${g.language}${g.from}`}>{g.sentence}</li>
						))}
					</ul>
				</details>
			)}
		</section>
	)
}

function OneGap({ gap, week, edit }: Props & { gap: Gap }) {
	const from = new Date(gap.from ?? week.from)
	const until = Date.parse(gap.until ?? week.until)
	const date = dateIn(from, week.zone)
	const when = `${dayDated(from, week.zone)} ${timesOf({ from: from.getTime(), until }, week.zone)}`
	const department = week.departments.find((d) => d.key === gap.department)?.name ?? gap.department
	return (
		<div className="flex flex-col gap-1.5">
			<h2 className="flex items-center gap-2 font-semibold text-late">
				<Icon name="late" />
				{gap.language
					? t('cover.gapLanguage', { language: languageName(gap.language) })
					: t('cover.gapDept', { department })}
			</h2>
			<p>
				{gap.language && `${department}, `}
				{t('cover.gapWhen', { when, more: Math.max(gap.times ?? 1, 1) - 1 })}.{' '}
				<span className="text-ink-2">
					{t(week.people.length === 1 ? 'cover.gapAlone' : 'cover.gapHours')}
				</span>
			</p>
			{edit && (
				<div className="flex flex-wrap gap-2">
					{whoCould(week, gap)
						.slice(0, proposed)
						.map((p) => (
							<Button key={p.id} onClick={() => edit(p.id, date)}>
								{t('cover.gapAsk', { name: p.name })}
							</Button>
						))}
				</div>
			)}
		</div>
	)
}

/** whoCould are those whose times could close a gap: of its department, speaking its language, not absent then. */
export function whoCould(week: Week, gap: Gap): PersonWeek[] {
	const from = Date.parse(gap.from ?? week.from)
	const until = Date.parse(gap.until ?? week.until)
	return week.people.filter(
		(p) =>
			p.departments.includes(gap.department) &&
			(!gap.language || p.languages.includes(gap.language)) &&
			!p.absences.some((a) => Date.parse(a.starts_at) < until && Date.parse(a.ends_at) > from),
	)
}
