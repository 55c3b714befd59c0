import { Link, useLocation } from '@tanstack/react-router'
import { Icon, type IconName } from '../ui/icon'
import { t } from '../words/catalogue'
import { openPalette } from './dialogs'
import { usePlaces } from './places'

const look =
	'relative flex min-h-11 flex-1 flex-col items-center justify-center gap-1 text-11 font-medium text-ink-2 ' +
	'aria-[current=page]:font-semibold aria-[current=page]:text-cord'

/** BottomBar is the navigation of a phone. It gives way to a conversation, which fills the screen. */
export function BottomBar() {
	const { own } = usePlaces()
	const { pathname } = useLocation()
	if (pathname.startsWith('/c/')) return null
	const [mine] = own
	const isMine = own.some((p) => pathname === `/v/${p.view}`)
	const isTeams = pathname === '/teams' || (pathname.startsWith('/v/') && !isMine)
	return (
		<nav
			aria-label={t('frame.main')}
			className="flex min-h-16 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] rail:hidden"
		>
			<Link
				to="/v/$view"
				params={{ view: 'mine' }}
				className={look}
				aria-current={isMine ? 'page' : undefined}
			>
				<Inside icon="led" word={t('inbox.mine')} />
				{mine?.lamp && (
					<span
						aria-hidden="true"
						className="absolute start-[calc(50%+8px)] top-3 size-1.5 rounded-full bg-lamp"
					/>
				)}
			</Link>
			<Link to="/teams" className={look} aria-current={isTeams ? 'page' : undefined}>
				<Inside icon="tray" word={t('frame.teams')} />
			</Link>
			<button type="button" className={look} onClick={openPalette}>
				<Inside icon="search" word={t('frame.searchShort')} />
			</button>
			<Link to="/me" className={look} activeProps={{ 'aria-current': 'page' }}>
				<Inside icon="person" word={t('frame.meShort')} />
			</Link>
		</nav>
	)
}

function Inside({ icon, word }: { icon: IconName; word: string }) {
	return (
		<>
			<Icon name={icon} size={20} />
			{word}
		</>
	)
}
