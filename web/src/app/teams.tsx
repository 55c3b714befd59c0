import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Icon, type IconName } from '../ui/icon'
import { t } from '../words/catalogue'
import { NetworksLine } from './foot'
import { Lamp } from './navigation'
import { Page } from './page'
import { useCompany, usePlaces } from './places'

const line =
	'relative flex min-h-12 items-center gap-3 border-b border-line text-15 font-medium hover:bg-hover'

/** TeamsPage lists the places that a phone's bar has no room for. */
export function TeamsPage() {
	const { teams } = usePlaces()
	const company = useCompany()
	return (
		<Page title={t('frame.more')}>
			<nav aria-label={t('frame.teams')} className="flex flex-col">
				<h2 className="pb-1 text-12 font-semibold text-ink-3">{t('frame.teams')}</h2>
				{teams.map((p) => (
					<Link key={p.view} to="/v/$view" params={{ view: p.view }} className={line}>
						<Inside icon={p.icon}>{p.word}</Inside>
						{p.lamp && <Lamp className="static! me-0!" />}
						{p.count !== undefined && p.count > 0 && (
							<span className={p.lamp ? 'font-semibold' : 'ms-auto text-ink-3'}>{p.count}</span>
						)}
					</Link>
				))}
			</nav>
			{company.length > 0 && (
				<nav aria-label={t('frame.company')} className="flex flex-col pt-4">
					<h2 className="pb-1 text-12 font-semibold text-ink-3">{t('frame.company')}</h2>
					{company.map((p) =>
						p.href ? (
							<a key={p.word} href={p.href} target="_blank" rel="noreferrer" className={line}>
								<Inside icon={p.icon}>{p.word}</Inside>
								<Icon name="open" className="ms-auto text-ink-3" />
								<span className="sr-only">, {t('frame.newWindow')}</span>
							</a>
						) : (
							<Link key={p.word} to={p.to ?? '/'} className={line}>
								<Inside icon={p.icon}>{p.word}</Inside>
							</Link>
						),
					)}
				</nav>
			)}
			<nav aria-label={t('frame.meShort')} className="flex flex-col pt-4">
				<h2 className="pb-1 text-12 font-semibold text-ink-3">{t('frame.meShort')}</h2>
				<Link to="/me" className={line}>
					<Inside icon="person">{t('frame.myPage')}</Inside>
				</Link>
				<Link to="/me/notices" className={line}>
					<Inside icon="bell">{t('notices.prefs')}</Inside>
				</Link>
			</nav>
			<div className="-mx-2 pt-4">
				<NetworksLine />
			</div>
		</Page>
	)
}

function Inside({ icon, children }: { icon: IconName; children: ReactNode }) {
	return (
		<>
			<Icon name={icon} size={20} className="text-ink-3" />
			<span className="min-w-0 truncate">{children}</span>
		</>
	)
}
