import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useActions } from '../action/use'
import type { Conversation } from '../api/query'
import { customerOf } from '../conversation/matter'
import { announce } from '../ui/announce'
import { useDigits } from '../ui/digits'
import { useNow } from '../ui/now'
import { t } from '../words/catalogue'
import { useAnswer } from './answer'
import { chosen, countdown, offersTo, type Reason, reasons, titleOf } from './offer'
import { view } from './pages'
import type { InboxList } from './use-list'

export type Offers = ReturnType<typeof useOffers>

/** useOffers is what is offered to me and how I answer it: Y and Shift Y, and a reason of five. */
export function useOffers(list: InboxList) {
	const { data } = useInfiniteQuery(view('offered'))
	const { me } = list.onlooker
	const { conversations } = list.rows
	const all = useMemo(
		() => [
			...(data?.pages.flatMap((p) => p.items) ?? []),
			...conversations.filter((c) => c.transfer?.to === me),
		],
		[data, conversations, me],
	)
	const now = useNow(all.some((c) => c.offer) ? 1000 : 60_000)
	const offers = offersTo(me, all, now)
	const offer = chosen(offers, list.open, list.cursor)
	const answer = useAnswer(me)
	const [declining, setDeclining] = useState<string>()
	// Why not is asked of this one offer: the same customer's next one is asked for anew.
	const asking = offer !== undefined && declining === askedIn(offer)
	const [digits] = useDigits(asking)

	const accept = () => {
		if (!offer) return
		list.draw(offer.id)
		list.openRow(offer.id)
		answer.mutate({ conversation: offer })
	}
	const decline = (reason: Reason) => {
		if (offer) answer.mutate({ conversation: offer, reason })
		setDeclining(undefined)
	}
	useSaid(offer, now, list.onlooker.nameOf)
	useActions(offer ? actions({ asking, digits, accept, decline, ask: setDeclining, offer }) : [])
	return {
		offer,
		others: offers.length - 1,
		now,
		asking,
		/** The reasons can be chosen by digit now. */
		digits,
		accept,
		decline,
		askWhy: () => setDeclining(offer && askedIn(offer)),
		keep: () => setDeclining(undefined),
		failed: answer.error
			? { error: answer.error, name: answer.variables?.conversation.customer_name }
			: undefined,
		forget: answer.reset,
	}
}

/** askedIn names what somebody is asked: one offer, or one wish that they take over. */
const askedIn = (c: Conversation) => c.offer?.id ?? `${c.id} ${c.transfer?.at ?? ''}`

interface Doing {
	asking: boolean
	digits: boolean
	offer: Conversation
	accept: () => void
	decline: (reason: Reason) => void
	ask: (id: string | undefined) => void
}

function actions({ asking, digits, offer, accept, decline, ask }: Doing) {
	const values = { name: customerOf(offer) }
	const answers = [
		{ id: 'offer.accept', word: 'inbox.acceptOf', values, icon: 'led', key: 'y', run: accept },
		{
			id: 'offer.decline',
			word: 'inbox.declineOf',
			values,
			icon: 'close',
			key: 'Shift+y',
			run: () => ask(askedIn(offer)),
		},
	] as const
	if (!asking || !digits) return [...answers]
	const why = reasons.map(({ reason, word }, i) => ({
		id: `offer.${reason}`,
		word,
		key: String(i + 1),
		run: () => decline(reason),
	}))
	return [
		...answers,
		...why,
		{ id: 'offer.keep', word: 'inbox.keep', key: 'Escape', run: () => ask(undefined) } as const,
	]
}

/** useSaid has an offer read out once, and again when ten seconds are left. */
function useSaid(offer: Conversation | undefined, now: Date, nameOf: (agent: string) => string) {
	const told = useRef<Record<string, number>>({})
	useEffect(() => {
		if (!offer) return
		const ends = offer.offer && new Date(offer.offer.expires_at)
		const stage = ends && ends.getTime() - now.getTime() <= 10_000 ? 2 : 1
		const key = offer.offer?.id ?? offer.id
		if ((told.current[key] ?? 0) >= stage) return
		told.current = { [key]: stage }
		const who = ends
			? t('inbox.offerFrom', { name: customerOf(offer), left: countdown(ends, now) })
			: customerOf(offer)
		announce(`${titleOf(offer, nameOf)}: ${who}`)
	}, [offer, now, nameOf])
}
