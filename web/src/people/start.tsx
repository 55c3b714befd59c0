import { Empty } from '../ui/trouble'
import { t } from '../words/catalogue'
import '../words/en/people'

/** PeopleStart is what stands beside the list while nobody is chosen. */
export function PeopleStart() {
	return <Empty title={t('people.title')}>{t('people.choose')}</Empty>
}
