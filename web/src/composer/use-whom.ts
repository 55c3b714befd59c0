import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { timeline } from '../conversation/queries'
import type { Talk } from '../conversation/talk'
import type { Keeping } from './keeping'
import { answeredOn, type Whom, whomOf } from './to'

/** useWhom is who may be meant by the answer on a leg. Who cannot be meant any more is forgotten, and asked anew. */
export function useWhom({ id, detail }: Talk, keeping: Keeping, leg: string): Whom | undefined {
	const said = useInfiniteQuery(timeline(id))
	const answered = useMemo(
		() =>
			answeredOn(
				detail.legs.find((l) => l.id === leg),
				said.data?.pages.flatMap((p) => p.items) ?? [],
			),
		[detail.legs, leg, said.data],
	)
	const words = keeping.get()
	const whom = whomOf(answered, words.to)
	const lapsed = answered !== undefined && words.leg === leg && words.to !== '' && !whom?.chosen
	// What it answers may stand further back than was read: then nobody could be chosen.
	const blocked = words.ruling?.reasons?.some((r) => r.rule === 'recipient') ?? false
	const more = said.hasNextPage && !said.isFetchingNextPage && !said.isFetchNextPageError
	const back = blocked && leg !== '' && answered === undefined && more
	const { fetchNextPage } = said
	useEffect(() => {
		if (back) void fetchNextPage()
	}, [back, fetchNextPage])
	useEffect(() => {
		if (lapsed) keeping.happen({ is: 'to', to: '' })
	}, [keeping, lapsed])
	return whom
}
