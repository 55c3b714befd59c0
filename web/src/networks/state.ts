import type { IconName } from '../ui/icon'
import { when } from '../ui/time'
import { t } from '../words/catalogue'
import type { Account, Gap } from './api'

export type Tone = 'good' | 'late' | 'hold' | 'quiet'

export interface State {
	word: string
	icon: IconName
	tone: Tone
}

/** stateOf says how an account is, worst first. */
export function stateOf(account: Account, gaps: Gap[], now: Date): State {
	if (account.state === 'history') return { word: t('networks.state.history'), icon: 'clock', tone: 'quiet' }
	if (account.state === 'by_hand') return { word: t('networks.state.by_hand'), icon: 'hand', tone: 'quiet' }
	if (account.state === 'paused') return { word: t('networks.state.paused'), icon: 'pause', tone: 'quiet' }
	if (inTrouble(account)) {
		const since = new Date(account.health.since ?? now)
		return { word: t('networks.state.down', { time: when(since, now) }), icon: 'broken', tone: 'late' }
	}
	if (gaps.some((g) => g.account_id === account.id && g.state === 'open')) {
		return { word: t('networks.state.behind'), icon: 'clock', tone: 'hold' }
	}
	if (account.state === 'listen') return { word: t('networks.state.listen'), icon: 'unowned', tone: 'quiet' }
	if (!account.health.last_success) {
		return { word: t('networks.state.starting'), icon: 'clock', tone: 'quiet' }
	}
	return { word: t('networks.state.live'), icon: 'tick', tone: 'good' }
}

/** inTrouble reports whether something is wrong that has not ended. */
export function inTrouble(account: Account): boolean {
	return account.state === 'broken' || Boolean(account.health.since && account.health.code)
}

export const toneLook: Record<Tone, string> = {
	good: 'text-good',
	late: 'text-late',
	hold: 'text-hold',
	quiet: 'text-ink-3',
}
