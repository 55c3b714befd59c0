import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'
import type { Week } from './api'

/** Gaps are the times in which nobody is there though the company says so. */
export function Gaps({ week }: { week: Week }) {
	if (week.gaps.length === 0) return null
	return (
		<section
			aria-label={t('cover.gaps')}
			className="flex flex-col gap-3 border-line p-4 max-desk:border-t rail:px-5 desk:w-[372px] desk:flex-none desk:border-s"
		>
			<h2 className="flex items-center gap-2 text-15 font-semibold text-late">
				<Icon name="late" />
				{t('cover.gaps')}
			</h2>
			<ul className="flex flex-col gap-2">
				{week.gaps.map((g) => (
					<li key={`${g.code}${g.department}${g.language}${g.from}`}>
						{g.sentence} <span className="text-ink-2">{g.hint}</span>
					</li>
				))}
			</ul>
		</section>
	)
}
