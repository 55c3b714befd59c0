import { t } from '../words/catalogue'
import type { Change } from './api'

/** Working says what changes in how people work, in every department. */
export function Working({ changes }: { changes: Change[] }) {
	if (changes.length === 0) return null
	return (
		<div className="pt-2">
			<h3 className="text-12 text-ink-3">{t('policy.working')}</h3>
			<ul>
				{changes.map((c) => (
					<li key={c.what} className="border-t border-line py-1.5">
						{t('policy.changed', {
							what: t(`policy.what.${c.what}`),
							before: worked(c.before),
							after: worked(c.after),
						})}
					</li>
				))}
			</ul>
		</div>
	)
}

const said = ['as_departments_say', 'at_once', 'true', 'team', 'solo', 'lean'] as const

/** worked is how people work in words; a figure is a figure. */
export function worked(value: string): string {
	const word = said.find((one) => one === value)
	return word ? t(`policy.works.${word}`) : value
}
