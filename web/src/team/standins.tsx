import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { me } from '../api/query'
import { customerOf } from '../conversation/matter'
import { useOnlooker } from '../inbox/people'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'
import type { WhatIf } from './api'
import { type Heap, heapsOf, heapWord, unspokenWord } from './said'

/** Standins says who would lead what somebody leads, and why: by heaps, or one by one. */
export function Standins({ found, name }: { found: WhatIf; name: string }) {
	const [each, setEach] = useState(false)
	const heaps = heapsOf(found.items)
	return (
		<div className="flex flex-col">
			{heaps.length === 0 && found.hidden === 0 && (
				<p className="py-1.5 text-ink-2">{t('cover.leadsNothing', { name })}</p>
			)}
			<ul>
				{heaps.map((h) => (
					<li key={`${h.agent} ${h.stays} ${h.why}`} className="border-t border-line py-1.5">
						<span className="grid items-start gap-x-3 rail:grid-cols-[minmax(0,1fr)_168px_minmax(0,1fr)]">
							<span className="flex gap-2">
								<Icon name={h.stays ? 'pause' : 'led'} className="mt-0.5 text-ink-2" />
								{heapWord(h)}
							</span>
							<Whose heap={h} name={name} />
							<span className="text-12 text-ink-3">{h.sentence}</span>
						</span>
						<Unspoken heap={h} />
						{each && <Each heap={h} />}
					</li>
				))}
			</ul>
			{found.hidden > 0 && <p className="text-12 text-ink-3">{t('cover.hidden', { n: found.hidden })}</p>}
			{found.offered > 0 && <p className="text-12 text-ink-3">{t('cover.offered', { n: found.offered })}</p>}
			{heaps.length > 0 && (
				<Button
					look="quiet"
					size="small"
					className="self-start"
					aria-expanded={each}
					onClick={() => setEach(!each)}
				>
					{t(each ? 'cover.fold' : 'cover.oneByOne')}
				</Button>
			)}
		</div>
	)
}

function Whose({ heap: h, name }: { heap: Heap; name: string }) {
	const { data: who } = useQuery(me)
	const { nameOf } = useOnlooker()
	if (h.stays) return <span className="text-ink-2">{t('cover.stays', { name })}</span>
	const to = !h.agent ? t('cover.toQueue') : h.agent === who?.agent.id ? t('cover.you') : nameOf(h.agent)
	return (
		<span className="flex items-center gap-1.5 font-semibold text-cord">
			<Icon name={h.agent ? 'transfer' : 'tray'} />
			{to}
		</span>
	)
}

/** Unspoken warns where whoever would lead it does not speak its language. */
function Unspoken({ heap }: { heap: Heap }) {
	const { nameOf } = useOnlooker()
	const word = unspokenWord(heap, heap.agent ? nameOf(heap.agent) : '')
	if (!word) return null
	return (
		<p className="flex gap-2 pt-0.5 font-semibold text-late">
			<Icon name="late" className="mt-0.5" />
			{word}
		</p>
	)
}

function Each({ heap }: { heap: Heap }) {
	return (
		<ul className="ps-6">
			{heap.items.map((c) => (
				<li key={c.id}>
					<Link to="/c/$id" params={{ id: c.id }} className="flex min-h-7 items-center gap-2 hover:underline">
						<bdi className="flex-none font-semibold">{customerOf(c)}</bdi>
						<span className="truncate text-ink-2" dir="auto" lang={c.language || undefined}>
							{c.preview}
						</span>
					</Link>
				</li>
			))}
		</ul>
	)
}
