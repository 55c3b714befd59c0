import { Copyable } from '../ui/copy'
import { exactly } from '../ui/time'
import { t } from '../words/catalogue'

/** LinkOnce shows the link of an invitation, once. */
export function LinkOnce({ name, address, until }: { name: string; address: string; until: Date }) {
	return (
		<div className="flex flex-col gap-2 rounded-card bg-cord-soft p-3">
			<p className="font-medium">{t('people.link', { name })}</p>
			<Copyable text={address} label={t('people.linkName', { name })} />
			<p className="text-12 text-ink-2">{t('people.linkUntil', { time: exactly(until) })}</p>
		</div>
	)
}
