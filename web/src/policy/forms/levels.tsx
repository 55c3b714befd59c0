import { useQuery } from '@tanstack/react-query'
import { agents } from '../../api/query'
import { levelWord } from '../../people/levels'
import { t } from '../../words/catalogue'
import { Part } from './sentence'

const levels = [0, 1, 2, 3, 4, 5]

/** Levels says what somebody of each level may say, and how many hold it. */
export function Levels() {
	const { data } = useQuery(agents)
	const held = (level: number) => (data?.items ?? []).filter((a) => !a.disabled && a.freedom === level).length
	return (
		<Part title={t('policy.whoMaySay')} help={t('policy.levelOnPage')}>
			<ol className="grid grid-cols-1 gap-1.5 pt-1 rail:grid-cols-3 wide:grid-cols-6">
				{levels.map((level) => (
					<li key={level} className="rounded-card px-2.5 py-2 shadow-[inset_0_0_0_1px_var(--line)]">
						<div className="flex items-baseline justify-between">
							<b>{level}</b>
							<span className="text-12 text-ink-3">{t('policy.holders', { n: held(level) })}</span>
						</div>
						<p className="text-12 text-ink-2">{levelWord(level)}</p>
					</li>
				))}
			</ol>
		</Part>
	)
}
