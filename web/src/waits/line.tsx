import { queryOptions, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api, ask } from '../api/client'
import { Button } from '../ui/button'
import { exactly, when } from '../ui/time'
import { t } from '../words/catalogue'
import { causeName, howLong, lineOf, spanOf, type Wait } from './waits'

const waits = (id: string) =>
	queryOptions({
		queryKey: ['conversation', id, 'waits'],
		queryFn: () => ask(api.GET('/api/v1/conversations/{id}/waits', { params: { path: { id } } })),
	})

/** Waits says on one quiet line what the customer waited for; the rest is behind a button. */
export function Waits({ id }: { id: string }) {
	const { data } = useQuery(waits(id))
	const [open, setOpen] = useState(false)
	const table = useId()
	const first = data?.items[0]
	if (!data || !first) return null
	return (
		<div className="flex flex-col gap-1.5 pt-2 text-12 text-ink-2">
			<p className="break-words">{lineOf(first, 0)}</p>
			<div>
				<Button
					look="quiet"
					size="small"
					className="-ms-2"
					aria-expanded={open}
					aria-controls={table}
					onClick={() => setOpen(!open)}
				>
					{t(open ? 'waits.hide' : 'waits.show', { n: data.items.length })}
				</Button>
			</div>
			<div id={table} hidden={!open}>
				{open && data.items.map((wait, i) => <Turn key={wait.from} wait={wait} place={i} />)}
			</div>
		</div>
	)
}

function Turn({ wait, place }: { wait: Wait; place: number }) {
	const from = new Date(wait.from)
	return (
		<table className="mb-2 w-full">
			<caption className="pb-0.5 text-start font-semibold" title={exactly(from)}>
				{when(from, new Date())} · {howLong(wait, place)}
			</caption>
			<tbody>
				{wait.parts?.map((part) => (
					<tr key={part.cause}>
						<th scope="row" className="text-start font-normal text-ink-3">
							{causeName(part)}
						</th>
						<td className="ps-2 text-end whitespace-nowrap">{spanOf(part)}</td>
					</tr>
				))}
			</tbody>
		</table>
	)
}
