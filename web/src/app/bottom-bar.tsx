import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { notices } from '../notices/api'
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
	const isMe = pathname === '/me'
	const isTold = pathname.startsWith('/notices')
	const isMore = !isMine && !isMe && !isTold
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
				{mine?.lamp && <Due />}
			</Link>
			<Told here={isTold} />
			<button type="button" className={look} onClick={openPalette}>
				<Inside icon="search" word={t('frame.searchShort')} />
			</button>
			<Link to="/teams" className={look} aria-current={isMore ? 'page' : undefined}>
				<Inside icon="more" word={t('frame.more')} />
			</Link>
			<Link to="/me" className={look} aria-current={isMe ? 'page' : undefined}>
				<Inside icon="person" word={t('frame.meShort')} />
			</Link>
		</nav>
	)
}

/** Told leads to what one should know, and says how much of it is unread. */
function Told({ here }: { here: boolean }) {
	const unread = useInfiniteQuery(notices).data?.pages[0]?.unread ?? 0
	return (
		<Link to="/notices" className={look} aria-current={here ? 'page' : undefined}>
			<Inside icon="bell" word={t('notices.title')} />
			{unread > 0 && (
				<>
					<Due />
					<span className="sr-only">
						{unread} {t('notices.unread')}
					</span>
				</>
			)}
		</Link>
	)
}

/** Due is the lamp beside an icon. */
function Due() {
	return (
		<span aria-hidden="true" className="absolute start-[calc(50%+8px)] top-3 size-1.5 rounded-full bg-lamp" />
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
