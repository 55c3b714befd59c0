import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { notices } from '../notices/api'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'

/** AskedForNotes stands above one's work while notes are asked for, because one's shift ends soon. */
export function AskedForNotes() {
	const { data } = useInfiniteQuery(notices)
	const asked = data?.pages[0]?.items.some((n) => n.event === 'shift_notes' && !n.seen_at)
	if (!asked) return null
	return (
		<p className="mx-3 mb-2 flex items-center gap-2 rounded-card bg-hold-soft px-3 py-1.5">
			<Icon name="clock" className="text-hold" />
			<span className="flex-1">{t('cover.askedNotes')}</span>
			<Link to="/shift-notes" className="inline-flex min-h-7 items-center font-semibold text-cord underline">
				{t('cover.askedDo')}
			</Link>
		</p>
	)
}
