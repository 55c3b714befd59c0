import { t } from '../words/catalogue'
import '../words/en/oncall'

/** OnCallStart says what an alarm is while no department is chosen. */
export function OnCallStart() {
	return (
		<div className="mx-auto flex max-w-[52ch] flex-col gap-2 px-6 py-16">
			<p className="text-15 font-semibold">{t('oncall.what')}</p>
			<p className="text-ink-2">{t('oncall.whatText')}</p>
			<p className="text-ink-2">{t('oncall.choose')}</p>
		</div>
	)
}
