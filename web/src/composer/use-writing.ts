import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { accounts, networks } from '../api/query'
import { customerOf } from '../conversation/matter'
import { type Message, timeline } from '../conversation/queries'
import { type Talk, useTalk } from '../conversation/talk'
import { useKeeping } from './desk'
import type { Keeper } from './keeper'
import type { Keeping } from './keeping'
import { type Measured, measure } from './measure'
import { readerOf, type Whom } from './to'
import { useWhom } from './use-whom'
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
	/** Who may be meant, where the customer wants answers elsewhere. */
	whom?: Whom | undefined
	/** Who reads it, by name. */
	reader: string
	/** The customer's last message, once there is one. */
	last?: Message | undefined
	/** The customer wrote again since the writing began. */
	meanwhile: boolean
	/** The customer's last words were private, and these would be public. */
	opensUp: boolean
}

/** What there is to write with: why not all of it is known, and how to ask again. */
export interface Known {
	writing?: Writing | undefined
	error: Error | null
	again: () => void
}

/** useWriting gathers what is written in the open conversation, and where it would go. */
export function useWriting(): Known {
	const talk = useTalk()
	const { ways, last, error, again } = useWays(talk)
	return { writing: useWords(talk, ways, last), error, again }
}

function useWords(talk: Talk, ways: Way[], last: Message | undefined): Writing | undefined {
	const { keeping, words } = useKeeping(talk.id)
	const [noting, setNoting] = useState(false)
	useServersDraft(talk, keeping)
	const way = noting ? noteWay : wayOf(words, ways, last?.leg_id)
	const leg = way && way !== noteWay ? way.leg : ''
	useEffect(() => {
		if (leg && words.leg !== leg) keeping.happen({ is: 'leg', leg })
	}, [keeping, leg, words.leg])
	useEffect(() => {
		if (words.going?.is === 'stopped') keeping.happen({ is: 'going' }) // here it can be seen
	}, [keeping, words.going])
	const whom = useWhom(talk, keeping, leg)
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
			if (to !== noteWay.leg) keeping.happen({ is: 'leg', leg: to, picked: true })
		},
		whom,
		reader: readerOf(whom, customerOf(talk.c)),
		measured: note ? undefined : measured,
		last,
		meanwhile: !note && words.text !== '' && words.answers !== undefined && words.answers !== last?.id,
		opensUp: way.readers === 'public' && last?.visibility === 'private',
	}
}

/** wayOf is where words go: where somebody chose or began to write, else where the customer wrote last. */
function wayOf(words: Keeper, ways: Way[], lastLeg?: string): Way | undefined {
	const begun = words.picked || words.text !== '' || words.files.length > 0
	const chosen = begun ? ways.find((w) => w.leg === words.leg) : undefined
	return chosen && (!chosen.refused || words.text) ? chosen : usualWay(ways, lastLeg)
}

interface Asked {
	isPending: boolean
	isFetchedAfterMount: boolean
}

function useWays({ id, detail, c, self, names }: Talk) {
	const ours = useQuery(accounts)
	const known = useQuery(networks)
	const said = useInfiniteQuery(timeline(id))
	const last = useMemo(
		() => said.data?.pages.flatMap((p) => p.items.toReversed()).find((m) => m.direction === 'in'),
		[said.data],
	)
	// Without the networks one writes without their limits; the guard counts them when it is sent.
	// What failed and is asked for again is pending once more: that takes the field from nobody who writes in it.
	const settled = (q: Asked) => !q.isPending || q.isFetchedAfterMount
	const ready = settled(ours) && settled(known) && settled(said)
	const ways = useMemo(
		() =>
			ready
				? waysOf({
						c,
						legs: detail.legs,
						accounts: ours.data?.items ?? [],
						networks: known.data?.items ?? [],
						self: self.id,
						permissions: self.permissions,
						names,
					})
				: [],
		[c, detail.legs, ready, ours.data, known.data, self, names],
	)
	const failed = [ours, known].filter((q) => q.data === undefined && q.error)
	return {
		ways,
		last,
		error: failed[0]?.error ?? null,
		again: () => {
			for (const q of failed) void q.refetch()
		},
	}
}

/** useServersDraft takes in what the server has of one's own: another tab's words, and what became of held ones. */
function useServersDraft({ detail, self }: Talk, keeping: Keeping) {
	useEffect(() => {
		keeping.see(detail.drafts.filter((d) => d.author_id === self.id && /^(editing|held)$/.test(d.state)))
	}, [detail.drafts, self.id, keeping])
}
