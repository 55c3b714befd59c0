import { type Warning, warningsOf } from '../api/problem'
import { t } from '../words/catalogue'
import { Button } from './button'
import { Icon } from './icon'
import { Trouble } from './trouble'

interface Props {
	error: unknown
	busy: boolean
	/** Sends the same once more, confirmed. */
	confirm: () => void
	/** What confirming does, where it is not saving. */
	word?: string
}

/** Refused shows why a change was not made. What would only leave something undone can be saved all the same. */
export function Refused({ error, busy, confirm, word }: Props) {
	const warnings = warningsOf(error)
	if (warnings.length === 0) return <Trouble error={error} />
	return (
		<div
			role="alert"
			className="flex flex-col gap-2 rounded-card bg-hold-soft p-3 shadow-[inset_0_0_0_1px_var(--hold-line)]"
		>
			<p className="font-semibold">{t('ui.undone')}</p>
			<Warnings list={warnings} />
			<Button className="self-start" disabled={busy} onClick={confirm}>
				{word ?? t('ui.allTheSame')}
			</Button>
		</div>
	)
}

/** Warnings are what a change leaves undone, each with a way out. */
export function Warnings({ list }: { list: readonly Warning[] }) {
	return (
		<ul className="flex flex-col gap-1.5">
			{list.map((w) => (
				<li key={w.sentence} className="flex gap-2">
					<Icon name="late" className="mt-0.5 text-hold" />
					<span className="min-w-0">
						{w.sentence} <span className="text-ink-2">{w.hint}</span>
					</span>
				</li>
			))}
		</ul>
	)
}
