import { Page } from '../app/page'
import { useTitle } from '../app/title'
import { t } from '../words/catalogue'
import { ClassifierPanel } from './panel'
import '../words/en/classifier'

/** ClassifierPage is the external classifier under a heading of its own. */
export function ClassifierPage() {
	useTitle(t('classifier.title'))
	return (
		<Page title={t('classifier.title')} lead={t('classifier.lead')}>
			<ClassifierPanel />
		</Page>
	)
}
