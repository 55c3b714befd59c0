import { useMemo } from 'react'
import { Icon, type IconName } from '../ui/icon'
import { t } from '../words/catalogue'
import { type Change, changesOf } from './changes'
import { useDesk } from './desk'

const looks: Record<Change['sign'], { icon: IconName; word: string }> = {
	new: { icon: 'plus', word: 'text-good' },
	gone: { icon: 'close', word: 'text-late' },
	changed: { icon: 'pencil', word: 'text-cord' },
	moved: { icon: 'up', word: 'text-cord' },
}

/** ChangesList says in sentences how one policy became another. */
export function ChangesList({ before, after }: { before: string; after: string }) {
	const { vocabulary } = useDesk()
	const changes = useMemo(() => changesOf(before, after, vocabulary), [before, after, vocabulary])
	if (changes.length === 0) return <p className="text-ink-2">{t('policy.sameText')}</p>
	return (
		<ul>
			{changes.map((c) => (
				<li
					key={`${c.sign} ${c.what}`}
					className="flex items-start gap-2 border-t border-line py-2 first:border-t-0"
				>
					<Icon name={looks[c.sign].icon} size={14} className={`mt-1 flex-none ${looks[c.sign].word}`} />
					<div className="min-w-0 flex-1 break-words">
						<b>{t(`policy.change.${c.sign}`, { what: c.what })}</b>
						{c.now && <p>{c.now}</p>}
						{c.was && <p className="text-12 text-ink-2">{t('policy.wasBefore', { what: c.was })}</p>}
					</div>
				</li>
			))}
		</ul>
	)
}
