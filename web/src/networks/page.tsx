import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'
import { NetworkList } from './list'

/** NetworksPage is the list of accounts and networks beside one of them; on a phone one after the other. */
export function NetworksPage() {
	const alone = useLocation({ select: (l) => l.pathname.replace(/\/$/, '') === '/networks' })
	return (
		<main
			id="main"
			tabIndex={-1}
			data-pane=""
			className="grid min-h-0 flex-1 outline-none grid-cols-1 rail:grid-cols-[300px_minmax(0,1fr)] desk:grid-cols-[340px_minmax(0,1fr)]"
		>
			<section
				aria-label={t('networks.title')}
				className={`min-h-0 overflow-y-auto max-rail:px-2 ${alone ? '' : 'max-rail:hidden'}`}
			>
				<NetworkList />
			</section>
			<div
				className={`min-h-0 min-w-0 overflow-y-auto bg-surface shadow-rest rail:my-2 rail:me-2 rail:rounded-sheet ${alone ? 'max-rail:hidden' : ''}`}
			>
				<p className="rail:hidden">
					<Link to="/networks" className="inline-flex h-11 items-center gap-1 px-4 text-ink-2">
						<Icon name="left" />
						{t('networks.back')}
					</Link>
				</p>
				<Outlet />
			</div>
		</main>
	)
}
