import { Page } from '../app/page'
import { useTitle } from '../app/title'
import { t } from '../words/catalogue'
import { LearningPanel } from './panel'
import '../words/en/learning'

/** LearningPage is what triage learned from corrections, as a page of its own. */
export function LearningPage() {
	useTitle(t('learning.title'))
	return (
		<Page title={t('learning.title')} lead={t('learning.lead')}>
			<LearningPanel />
		</Page>
	)
}
