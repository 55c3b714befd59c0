import { Section } from '../app/page'
import { t } from '../words/catalogue'
import type { Classifier, Count } from './api'

const columns = [
	'classifier.day',
	'classifier.calls',
	'classifier.answered',
	'classifier.changed',
	'classifier.failed',
	'classifier.passed',
	'classifier.tokens',
] as const

/** Figures are what it was asked in the last days, and what became of it. */
export function Figures({ now }: { now: Classifier }) {
	const rows = [...now.days, ...(now.days.length > 0 ? [now.month] : [])]
	return (
		<Section title={t('classifier.figures')}>
			{rows.length === 0 && <p className="text-ink-2">{t('classifier.none')}</p>}
			{rows.length > 0 && (
				<section
					// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too
					tabIndex={0}
					aria-label={t('classifier.table')}
					className="overflow-x-auto"
				>
					<table className="w-full text-start tabular-nums">
						<thead className="text-12 text-ink-3">
							<tr>
								{columns.map((column, n) => (
									<th
										key={column}
										scope="col"
										className={`py-1 pe-3 font-medium ${n === 0 ? 'text-start' : 'text-end'}`}
									>
										{t(column)}
									</th>
								))}
							</tr>
						</thead>
						<tbody>
							{rows.map((row) => (
								<Row key={row.period} row={row} month={row === now.month} />
							))}
						</tbody>
					</table>
				</section>
			)}
		</Section>
	)
}

function Row({ row, month }: { row: Count; month: boolean }) {
	const passed = row.spent + row.busy + row.resting
	const why = t('classifier.passedHelp', { spent: row.spent, busy: row.busy, resting: row.resting })
	const figures = [row.calls, row.answered, row.changed, row.failed]
	return (
		<tr className={month ? 'border-t border-line font-semibold' : ''}>
			<th scope="row" className="py-1 pe-3 text-start font-medium whitespace-nowrap">
				{month ? t('classifier.month') : row.period}
			</th>
			{figures.map((figure, n) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: the columns stand still
				<td key={n} className="py-1 pe-3 text-end">
					{figure}
				</td>
			))}
			<td className="py-1 pe-3 text-end">
				{passed}
				{passed > 0 && <span className="block text-12 font-normal text-ink-3">{why}</span>}
			</td>
			<td className="py-1 text-end">{row.tokens}</td>
		</tr>
	)
}
