import { useTitle } from '../app/title'
import { t } from '../words/catalogue'
import { ClassifierPanel } from './panel'
import '../words/en/classifier'

/** ClassifierTab is the external classifier among the ways in which messages are read. */
export function ClassifierTab() {
	useTitle(t('classifier.title'))
	return (
		<>
			<p className="text-ink-2">{t('classifier.lead')}</p>
			<ClassifierPanel />
		</>
	)
}
