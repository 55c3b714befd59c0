import { useQuery } from '@tanstack/react-query'
import { me } from '../api/query'
import { Page } from '../app/page'
import { useTitle } from '../app/title'
import { t } from '../words/catalogue'
import { Experts } from './experts'
import { ReportingSection } from './reporting'
import { Reports } from './reports'
import '../words/en/outside'

/** OutsidePage is help without a login: who outside can be asked, and what colleagues reported. */
export function OutsidePage() {
	useTitle(t('outside.title'))
	const { data: who } = useQuery(me)
	const may = (permission: string) => who?.permissions.includes(permission) ?? false
	return (
		<Page title={t('outside.title')} lead={t('outside.lead')}>
			{may('quarantine.manage') && <Reports />}
			<Experts manages={may('department.manage')} />
			{may('account.manage') && <ReportingSection />}
		</Page>
	)
}
