import { Section } from '../app/page'
import { TextField } from '../ui/field'
import { t } from '../words/catalogue'
import type { Settings } from './api'
import type { Change } from './form'

const bounds = [
	{ key: 'timeout_ms', word: 'classifier.timeout', help: 'classifier.timeoutHelp', min: 100, max: 10_000 },
	{ key: 'at_once', word: 'classifier.atOnce', min: 1, max: 32 },
	{ key: 'calls_day', word: 'classifier.callsDay', min: 1 },
	{ key: 'calls_month', word: 'classifier.callsMonth', min: 1 },
	{ key: 'tokens_day', word: 'classifier.tokensDay', help: 'classifier.tokensHelp', min: 0 },
	{ key: 'tokens_month', word: 'classifier.tokensMonth', help: 'classifier.tokensHelp', min: 0 },
] as const

/** Bounds are how long it is waited for, and how much it may be asked. */
export function Bounds({ s, set }: { s: Settings; set: Change }) {
	return (
		<Section title={t('classifier.bounds')}>
			<div className="grid gap-3 sm:grid-cols-2">
				{bounds.map((b) => (
					<TextField
						key={b.key}
						label={t(b.word)}
						help={'help' in b ? t(b.help) : undefined}
						type="number"
						required
						min={b.min}
						max={'max' in b ? b.max : undefined}
						step={1}
						value={s[b.key]}
						onChange={(e) => set({ [b.key]: e.target.valueAsNumber || 0 })}
					/>
				))}
			</div>
		</Section>
	)
}
