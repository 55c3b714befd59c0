import { useTitle } from '../app/title'
import { ListBeside } from '../ui/list-beside'
import { t } from '../words/catalogue'
import { PeopleList } from './list'
import '../words/en/people'

/** PeoplePage is everybody who works here, beside one of them. */
export function PeoplePage() {
	useTitle(t('people.title'))
	return <ListBeside title={t('people.title')} home="/people" back={t('people.back')} list={<PeopleList />} />
}
