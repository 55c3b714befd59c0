import clsx from 'clsx'
import type { Conversation } from '../api/query'
import { Icon, type IconName } from '../ui/icon'
import { t } from '../words/catalogue'
import { customerOf } from './matter'
import type { Names } from './talk'

/** leadOf says who leads, as a jack and in the fixed words. */
export function leadOf(
	c: Conversation,
	self: string,
	names: Names,
): { icon: IconName; word: string; mine: boolean } {
	const mine = c.lead === self
	if (c.stance === 'closed') return { icon: 'solved', word: t('state.closed'), mine: false }
	if (c.offer)
		return {
			icon: 'offered',
			word: t('conversation.offeredTo', { name: names.whom(c.offer.to) }),
			mine: c.offer.to === self,
		}
	if (!c.lead) return { icon: 'unowned', word: t('state.unowned'), mine: false }
	if (mine && c.transfer)
		return { icon: 'transfer', word: t('state.transfer', { name: names.whom(c.transfer.to) }), mine }
	if (mine && c.ball === 'customer')
		return { icon: 'waiting', word: t('state.waiting', { name: customerOf(c) }), mine }
	return {
		icon: 'led',
		word: mine ? t('state.youLead') : t('state.leads', { name: names.who(c.lead) }),
		mine,
	}
}

/** Lead is the jack and who leads. */
export function Lead({ c, self, names }: { c: Conversation; self: string; names: Names }) {
	const { icon, word, mine } = leadOf(c, self, names)
	return (
		<span
			className={clsx(
				'inline-flex min-w-0 items-center gap-1 text-12 font-semibold',
				c.offer ? 'text-hold' : mine ? 'text-cord' : 'text-ink-2',
			)}
		>
			<Icon name={icon} size={14} className={clsx(c.offer && 'text-brass')} />
			<span className="truncate">{word}</span>
		</span>
	)
}
