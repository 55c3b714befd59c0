import { useTitle } from '../app/title'
import { ListBeside } from '../ui/list-beside'
import { t } from '../words/catalogue'
import { OnCallList } from './list'
import '../words/en/oncall'

/** OnCallPage is every department with whom its alarms call, beside one of them. */
export function OnCallPage() {
	useTitle(t('oncall.title'))
	return (
		<ListBeside title={t('oncall.title')} home="/on-call" back={t('oncall.back')} list={<OnCallList />} />
	)
}
