import type { Schemas } from '../api/client'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'

export type Outside = Schemas['Outside']

/** OutsideBadge says that a finding is the external classifier's, and which one that is. */
export function OutsideBadge({ outside }: { outside: Outside }) {
	return (
		<span
			title={t('why.readOutsideBy', { name: outside.name, model: outside.model || '–' })}
			className="inline-flex items-center gap-1 rounded-tag bg-cord-soft px-1.5 text-12 font-medium text-cord"
		>
			<Icon name="open" size={14} />
			{t('why.readOutside', { name: outside.name })}
			{outside.model && <span className="sr-only">{outside.model}</span>}
		</span>
	)
}

/** OutsideLine says that the text of a message was sent to the external classifier, and what came of it. */
export function OutsideLine({ outside }: { outside: Outside }) {
	return (
		<p className="mt-2 text-12 text-ink-3">
			{t(`why.sentOutside.${outside.fate}`, { name: outside.name, model: outside.model || '–' })}
		</p>
	)
}
