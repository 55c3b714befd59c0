import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { me } from '../api/query'
import { Page } from '../app/page'
import { useTitle } from '../app/title'
import { tab as tabLook } from '../ui/tab'
import { t } from '../words/catalogue'
import { triageTabs } from './tabs'
import '../words/en/triage'

/** TriagePage is how messages are read: a tab for each part of it. */
export function TriagePage() {
	useTitle(t('triage.title'))
	const { data: who } = useQuery(me)
	const tabs = triageTabs.filter((tab) => who?.permissions.includes(tab.needs))
	return (
		<Page title={t('triage.title')} lead={t('triage.lead')}>
			<nav aria-label={t('triage.title')} className="-mt-2 flex gap-0.5 overflow-x-auto">
				{tabs.map((tab) => (
					<Link key={tab.to} to={tab.to} className={tabLook} activeProps={{ 'aria-current': 'page' }}>
						{t(tab.word)}
					</Link>
				))}
			</nav>
			<Outlet />
		</Page>
	)
}
