import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { accounts, networks } from '../api/query'
import { type Message, timeline } from '../conversation/queries'
import { type Talk, useTalk } from '../conversation/talk'
import { useKeeping } from './desk'
import type { Keeper } from './keeper'
import type { Keeping } from './keeping'
import { type Measured, measure } from './measure'
import { wordsOf } from './server'
import { noteWay, takes, usualWay, type Way, waysOf } from './ways'

/** Writing is everything the composer shows, and how it is changed. */
export interface Writing {
	keeping: Keeping
	words: Keeper
	ways: Way[]
	way: Way
	take: boolean
	text: string
	write: (text: string) => void
	choose: (leg: string) => void
	measured?: Measured | undefined
	/** The customer's last message, once there is one. */
	last?: Message | undefined
	/** The customer wrote again since the writing began. */
	meanwhile: boolean
	/** The customer's last words were private, and these would be public. */
	opensUp: boolean
}

/** useWriting gathers what is written in the open conversation, and where it would go. */
export function useWriting(): Writing | undefined {
	const talk = useTalk()
	const { keeping, words } = useKeeping(talk.id)
	const { ways, last } = useWays(talk)
	const [noting, setNoting] = useState(false)
	useServersDraft(talk, keeping)
	const usual = usualWay(ways, last?.leg_id)
	const chosen = ways.find((w) => w.leg === words.leg)
	const way = noting ? noteWay : chosen && (!chosen.refused || words.text) ? chosen : usual
	const leg = way && way !== noteWay ? way.leg : ''
	useEffect(() => {
		if (leg && words.leg !== leg) keeping.happen({ is: 'leg', leg })
	}, [keeping, leg, words.leg])
	if (way) keeping.carries = way
	const measured = useMemo(() => (way ? measure(words.text, way) : undefined), [words.text, way])
	if (!way) return undefined
	const note = way.readers === 'internal'
	return {
		keeping,
		words,
		ways,
		way,
		take: !note && takes(talk.c),
		text: note ? words.note : words.text,
		write: (text) =>
			keeping.happen(note ? { is: 'noted', note: text } : { is: 'typed', text, answers: last?.id }),
		choose: (to) => {
			setNoting(to === noteWay.leg)
			if (to !== noteWay.leg) keeping.happen({ is: 'leg', leg: to })
		},
		measured: note ? undefined : measured,
		last,
		meanwhile: !note && words.text !== '' && words.answers !== undefined && words.answers !== last?.id,
		opensUp: way.readers === 'public' && last?.visibility === 'private',
	}
}

function useWays({ id, detail, c, self, names }: Talk) {
	const { data: ours } = useQuery(accounts)
	const { data: known } = useQuery(networks)
	const { data: said } = useInfiniteQuery(timeline(id))
	const last = useMemo(
		() => said?.pages.flatMap((p) => p.items.toReversed()).find((m) => m.direction === 'in'),
		[said],
	)
	const ways = useMemo(
		() =>
			ours && known && said
				? waysOf({
						c,
						legs: detail.legs,
						accounts: ours.items,
						networks: known.items,
						self: self.id,
						permissions: self.permissions,
						names,
					})
				: [],
		[c, detail.legs, ours, known, said, self, names],
	)
	return { ways, last }
}

/** useServersDraft takes in what the server has of one's own: another tab's words, and what became of held ones. */
function useServersDraft({ detail, self }: Talk, keeping: Keeping) {
	useEffect(() => {
		const mine = detail.drafts
			.filter((d) => d.author_id === self.id && /^(editing|held)$/.test(d.state))
			.at(-1)
		if (mine) keeping.happen({ is: 'seen', draft: mine, words: wordsOf(mine) })
		else if (keeping.get().draft?.state === 'held') keeping.happen({ is: 'gone' })
	}, [detail.drafts, self.id, keeping])
}
