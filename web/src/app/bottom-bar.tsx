import { Link } from '@tanstack/react-router'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'
import { usePlaces } from './places'

/** BottomBar is the navigation of a phone. */
export function BottomBar() {
	const { own, teams } = usePlaces()
	const places = [...own, ...teams.slice(-1)]
	return (
		<nav
			aria-label={t('frame.main')}
			className="flex h-16 border-t border-line bg-canvas pb-[env(safe-area-inset-bottom)] rail:hidden"
		>
			{places.map((p) => (
				<Link
					key={p.view}
					to="/v/$view"
					params={{ view: p.view }}
					className="flex flex-1 flex-col items-center justify-center gap-1 text-11 font-medium text-ink-2 aria-[current=page]:text-cord"
					activeProps={{ 'aria-current': 'page' }}
				>
					<Icon name={p.icon} size={20} />
					{p.word}
				</Link>
			))}
		</nav>
	)
}
