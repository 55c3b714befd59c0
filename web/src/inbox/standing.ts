import type { Conversation } from '../api/query'
import { customerOf, withoutNames } from '../conversation/matter'
import type { IconName } from '../ui/icon'
import { clock, due, minutesLeft, when } from '../ui/time'
import { type Key, t } from '../words/catalogue'
import { countdown } from './offer'

/** Tones a jack or a word comes in. */
export type Tone = 'cord' | 'brass' | 'hold' | 'late' | 'quiet'

/** Where a conversation stands, for whoever looks: its jack, and who has it in words. */
export interface Standing {
	jack: IconName
	tone: Tone
	who: string
	/** The word is about something that waits for me. */
	asks?: boolean
}

/** Who looks, and what people are called. */
export interface Onlooker {
	me: string
	nameOf: (agent: string) => string
}

/** standing says where a conversation stands. Nothing that counts seconds is in it but the offer to whoever looks. */
export function standing(c: Conversation, { me, nameOf }: Onlooker, now: Date): Standing {
	if (c.stance === 'closed') return { jack: 'solved', tone: 'quiet', who: t('state.closed') }
	if (c.offer) return offer(c.offer, { me, nameOf }, now)
	if (c.transfer?.to === me) {
		return {
			jack: 'transfer',
			tone: 'hold',
			who: t('state.transferToYou', { name: nameOf(c.transfer.from) }),
			asks: true,
		}
	}
	if (!c.lead) return { jack: 'unowned', tone: 'quiet', who: t('state.unowned') }
	return led(c, c.lead, { me, nameOf }, now)
}

function offer(given: NonNullable<Conversation['offer']>, { me, nameOf }: Onlooker, now: Date): Standing {
	if (given.to !== me) {
		return { jack: 'offered', tone: 'quiet', who: t('inbox.offeredTo', { name: nameOf(given.to) }) }
	}
	const left = countdown(new Date(given.expires_at), now)
	return { jack: 'offered', tone: 'brass', who: t('state.offered', { left }), asks: true }
}

function led(c: Conversation, lead: string, { me, nameOf }: Onlooker, now: Date): Standing {
	const mine = lead === me
	const who = mine ? t('state.youLead') : t('state.leads', { name: nameOf(lead) })
	if (c.to_post) {
		return mine
			? { jack: 'hand', tone: 'hold', who: t('state.toPost'), asks: true }
			: { jack: 'hand', tone: 'quiet', who: t('state.toPostBy', { lead: who }) }
	}
	if (c.snoozed_until && new Date(c.snoozed_until) > now) {
		return { jack: 'clock', tone: 'quiet', who: until(new Date(c.snoozed_until), now) }
	}
	if (mine && c.transfer) {
		return { jack: 'transfer', tone: 'hold', who: t('state.withToAccept', { name: nameOf(c.transfer.to) }) }
	}
	if (!mine && c.helpers?.includes(me)) {
		return { jack: 'helped', tone: 'quiet', who: t('inbox.alsoHelp', { lead: who }) }
	}
	if (c.ball !== 'customer') return { jack: 'led', tone: mine ? 'cord' : 'quiet', who }
	return { jack: 'waiting', tone: 'quiet', who: mine ? t('state.waiting', { name: customerOf(c) }) : who }
}

const until = (at: Date, now: Date) => t('state.snoozed', { time: when(at, now) })

/** What a row says about the matter: an alarm, the flag that weighs most, else the intent. */
export interface Matter {
	word: string
	icon?: IconName
	tone: Tone
}

const weighing: Record<string, Omit<Matter, 'word'>> = {
	safety: { icon: 'safety', tone: 'late' },
	legal: { icon: 'flag', tone: 'hold' },
	press: { icon: 'press', tone: 'hold' },
	brand_threat: { icon: 'flag', tone: 'hold' },
	churn_risk: { icon: 'flag', tone: 'hold' },
	sales_lead: { icon: 'flag', tone: 'quiet' },
	spam: { tone: 'quiet' },
}

export function matter(c: Conversation): Matter | undefined {
	if (c.alarm) return { icon: 'safety', tone: 'late', word: t(`inbox.alarm.${c.alarm}`) }
	for (const [flag, look] of Object.entries(weighing)) {
		if (c.flags?.includes(flag)) return { ...look, word: t(`flag.${flag}` as Key) }
	}
	if (!c.intent || c.intent === 'other') return undefined
	return { tone: 'quiet', word: t(`intent.${c.intent}` as Key) }
}

/** spoken is what a screen reader says of a row. */
export function spoken(c: Conversation, onlooker: Onlooker, now: Date): string {
	const stands = standing(c, onlooker, now)
	const parts = [
		customerOf(c),
		stands.who,
		c.visibility === 'public' ? t('state.public') : t('state.private'),
		deadline(c, now),
		matter(c)?.word,
		withoutNames(c.preview),
	]
	return parts.filter(Boolean).join(', ')
}

function deadline(c: Conversation, now: Date): string {
	if (!c.due_at || c.stance === 'closed') {
		return t('inbox.lastWord', { time: when(new Date(c.last_message_at), now) })
	}
	const at = new Date(c.due_at)
	const { near, text } = due(at, now)
	if (near === 'late') return text
	if (near === 'far') return t('inbox.dueIn', { left: shownDue(at, now) })
	const n = minutesLeft(at, now)
	return t('inbox.dueIn', { left: n > 0 ? t('inbox.inMinutes', { n }) : text })
}

/** shownDue writes a deadline that is more than an hour away: a span within a day, else the weekday or the date. */
export function shownDue(at: Date, now: Date): string {
	if (at.getTime() - now.getTime() < 24 * 3_600_000) return due(at, now).text
	const weekday = when(at, now)
	return weekday === clock(at) ? due(at, now).text : weekday
}
