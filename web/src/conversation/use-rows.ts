import { type UseQueryResult, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { drafts, events, type ThreadItem, thread, timeline, why } from './queries'
import { type Row, rowsOf, type Unsettled } from './rows'
import type { Talk } from './talk'

const othersOf = (all: UseQueryResult<{ items: ThreadItem[] }>[]) =>
	all.flatMap((one) => one.data?.items ?? []).filter((item) => !item.own)

/** useRows reads everything the timeline is made of and puts it together. */
export function useRows({ id, detail, self }: Talk) {
	const said = useInfiniteQuery(timeline(id))
	const { data: happened } = useQuery(events(id))
	const { data: decided } = useQuery({ ...why(id), enabled: detail.conversation.decision_id !== undefined })
	const { data: written } = useQuery({
		...drafts(id),
		enabled: detail.deliveries.length > 0 && self.permissions.includes('draft.write'),
	})
	const others = useQueries({
		queries: detail.legs.filter((l) => l.kind === 'public').map((l) => thread(id, l.id)),
		combine: othersOf,
	})
	const rows = useMemo((): Row[] => {
		const messages = (said.data?.pages ?? []).toReversed().flatMap((p) => p.items)
		const here = new Set(messages.map((m) => m.external_id))
		const texts = new Map(written?.items.map((d) => [d.id, d]))
		const unsettled = detail.deliveries
			.filter((d) => !d.external_id || !here.has(d.external_id))
			.map((delivery): Unsettled => {
				const draft = texts.get(delivery.draft_id)
				return { delivery, text: draft?.parts?.[delivery.part]?.text ?? '', author: draft?.author_id }
			})
			.toReversed()
		return rowsOf({
			messages,
			more: said.hasNextPage,
			events: happened?.items ?? [],
			others,
			why: decided,
			unsettled,
		})
	}, [said.data, said.hasNextPage, happened, others, decided, written, detail.deliveries])
	return { rows, said }
}
