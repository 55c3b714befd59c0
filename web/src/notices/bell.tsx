import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'
import { notices } from './api'

/** Bell leads to what one should know, and says how much of it is unread. */
export function Bell({ className, here }: { className: string; here: string }) {
	const unread = useInfiniteQuery(notices).data?.pages[0]?.unread ?? 0
	return (
		<Link
			to="/notices"
			className={className}
			activeProps={{ className: here, 'aria-current': 'page' }}
			title={t('notices.title')}
		>
			<Icon name="bell" className="text-ink-3" />
			<span className="truncate max-desk:sr-only">{t('notices.title')}</span>
			{unread > 0 && (
				<>
					<i
						aria-hidden="true"
						className="ms-auto size-1.5 rounded-full bg-lamp max-desk:absolute max-desk:end-1 max-desk:top-1"
					/>
					<span className="text-12 text-ink-3 max-desk:sr-only">
						{unread} <span className="sr-only">{t('notices.unread')}</span>
					</span>
				</>
			)}
		</Link>
	)
}
