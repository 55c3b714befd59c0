import { Section } from '../app/page'
import { Icon } from '../ui/icon'
import { when } from '../ui/time'
import { type Key, t } from '../words/catalogue'
import type { Classifier } from './api'

/** State says how the classifier is, the worst first. */
export function State({ now }: { now: Classifier }) {
	return (
		<Section title={t('classifier.state')}>
			<ul className="flex flex-col gap-1" aria-live="polite">
				{linesOf(now).map((line) => (
					<li key={line.text} className="flex items-baseline gap-2">
						<Icon
							name={line.bad ? 'late' : 'tick'}
							size={14}
							className={line.bad ? 'text-late' : 'text-ink-3'}
						/>
						{line.text}
					</li>
				))}
			</ul>
		</Section>
	)
}

interface Line {
	text: string
	bad?: boolean
}

/** linesOf puts into words how it is. */
export function linesOf(now: Classifier, at = new Date()): Line[] {
	if (!now.settings.on) return [{ text: t('classifier.off') }]
	const ago = (time?: string) => (time ? when(new Date(time), at) : '')
	const lines: Line[] = []
	if (now.spent) lines.push({ text: t(`classifier.spent.${now.spent}` as Key), bad: true })
	if (now.rests_until) lines.push({ text: t('classifier.rests', { when: ago(now.rests_until) }), bad: true })
	if (now.trouble)
		lines.push({
			text: t(`classifier.trouble.${now.trouble}` as Key, { when: ago(now.trouble_at) }),
			bad: true,
		})
	if (now.worked_at) lines.push({ text: t('classifier.working', { when: ago(now.worked_at) }) })
	return lines.length > 0 ? lines : [{ text: t('classifier.notAsked') }]
}
