import type { Schemas } from '../api/client'
import type { Conversation } from '../api/query'
import type { Leg } from '../conversation/queries'
import type { Names } from '../conversation/talk'
import { type Visibility, visibilityOf } from '../ui/visibility'
import { type Key, t } from '../words/catalogue'
import type { TextLimit } from './length'

/** Why something cannot be said somewhere: what, and what to do instead. */
export interface Refusal {
	what: string
	how: string
}

/** Way is one way to say something: a leg of the conversation, or a note for colleagues. */
export interface Way {
	leg: string
	kind: string
	readers: Visibility
	/** The account that speaks. */
	handle: string
	limit?: TextLimit | undefined
	/** How many posts one answer may be. */
	parts: number
	media?: Schemas['MediaLimit'] | undefined
	refused?: Refusal | undefined
}

/** What a way is made from. */
export interface Known {
	c: Conversation
	legs: Leg[]
	accounts: Schemas['Account'][]
	networks: Schemas['Form'][]
	self: string
	permissions: string[]
	names: Names
}

export const noteWay: Way = { leg: 'note', kind: 'internal', readers: 'internal', handle: '', parts: 1 }

/** waysOf lists the ways to say something here, those to the customer first, each with why it cannot be gone now. */
export function waysOf(k: Known): Way[] {
	const general = stopped(k)
	const ways = k.legs.map((leg): Way => {
		const account = k.accounts.find((a) => a.id === leg.account_id)
		const network = k.networks.find((n) => n.key === account?.network)
		const readers = visibilityOf(leg.kind)
		return {
			leg: leg.id,
			kind: leg.kind,
			readers,
			handle: account ? atHandle(account.handle) : '',
			limit: network?.text,
			parts: network?.parts ?? 1,
			media: network?.media,
			refused: general ?? speechless(account, network, readers),
		}
	})
	return k.permissions.includes('conversation.work') ? [...ways, noteWay] : ways
}

const atHandle = (handle: string) => (handle.startsWith('@') || handle.includes('@') ? handle : `@${handle}`)

/** stopped says why nothing at all can be said to the customer now. */
function stopped({ c, self, permissions, names }: Known): Refusal | undefined {
	if (!permissions.includes('draft.send')) return { what: t('composer.mayNot'), how: '' }
	if (c.stance === 'closed') return said('composer.isClosed')
	if (c.lead && c.lead !== self) {
		const may = permissions.includes('conversation.manage')
		return said(may ? 'composer.ledBy' : 'composer.ledByOther', { name: names.who(c.lead) })
	}
	if (c.offer && c.offer.to !== self) return said('composer.offeredTo', { name: names.whom(c.offer.to) })
	return undefined
}

const states: Record<string, Key> = {
	history: 'composer.history',
	listen: 'composer.listen',
	paused: 'composer.paused',
	broken: 'composer.broken',
}

function speechless(
	account: Schemas['Account'] | undefined,
	network: Schemas['Form'] | undefined,
	readers: Visibility,
): Refusal | undefined {
	if (!account) return undefined
	const state = states[account.state]
	if (state) return said(state, { handle: atHandle(account.handle) })
	const needed = readers === 'public' ? 'post_public' : 'post_private'
	if (network && !network.capabilities?.some((c) => c.capability === needed)) {
		return said('composer.cannot', { network: network.name })
	}
	return undefined
}

function said(what: Key, values?: Record<string, unknown>): Refusal {
	return { what: t(what, values), how: t(`${what}Hint` as Key) }
}

/** usualWay is where an answer goes unless somebody chooses: the leg of the customer's last message, else a note. */
export function usualWay(ways: Way[], lastLeg?: string): Way | undefined {
	const open = ways.filter((w) => !w.refused)
	return open.find((w) => w.leg === lastLeg) ?? open[0] ?? ways.find((w) => w.leg === lastLeg) ?? ways[0]
}

/** takes reports whether sending takes the conversation first, because nobody leads it. */
export function takes(c: Conversation): boolean {
	return !c.lead && c.stance !== 'closed'
}
