import { useTitle } from '../app/title'
import { t } from '../words/catalogue'
import { LearningPanel } from './panel'
import '../words/en/learning'

/** LearningTab is what triage learned from corrections, among the ways in which messages are read. */
export function LearningTab() {
	useTitle(t('learning.title'))
	return (
		<>
			<p className="text-ink-2">{t('learning.lead')}</p>
			<LearningPanel />
		</>
	)
}
