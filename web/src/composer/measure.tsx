import { useId, useState } from 'react'
import { Button } from '../ui/button'
import { Panel } from '../ui/panel'
import { Ring } from '../ui/ring'
import { t } from '../words/catalogue'
import { numbered } from '../words/region'
import { lengthOf } from './length'
import { partsOf } from './server'
import type { Way } from './ways'

/** Measured is how long a text is where it goes. */
export interface Measured {
	parts: string[]
	/** Of all of it. */
	length: number
	/** Of the longest part. */
	longest: number
	over: boolean
}

/** measure counts a text the network's way. */
export function measure(text: string, way: Way): Measured | undefined {
	const { limit } = way
	if (!limit || limit.max <= 0) return undefined
	const parts = partsOf({ text, files: [] }, way).map((p) => p.text)
	const longest = Math.max(0, ...parts.map((p) => lengthOf(p.trim(), limit)))
	return {
		parts,
		longest,
		length: lengthOf(text.trim(), limit),
		over: longest > limit.max || parts.length > Math.max(1, way.parts),
	}
}

/** Measure shows how much of a post is used, and how many there will be. */
export function Measure({ way, measured }: { way: Way; measured: Measured }) {
	const max = way.limit?.max ?? 0
	const over = measured.longest - max
	const many = measured.parts.length
	return (
		<span
			className={`inline-flex items-center gap-1.5 text-12 whitespace-nowrap ${measured.over ? 'font-semibold text-late' : 'text-ink-3'}`}
		>
			<Ring part={max ? measured.longest / max : 0} />
			{over > 0
				? t('composer.tooLong', { n: over })
				: many > Math.max(1, way.parts)
					? t('composer.tooMany', { n: many, max: way.parts })
					: used(measured, max)}
		</span>
	)
}

/** used says how much of the one post is used, or how much there is in how many posts. */
export function used({ parts, length, longest }: Measured, max: number): string {
	const posts = t('composer.posts', { n: parts.length })
	if (parts.length > 1) return t('composer.ofSplit', { n: numbered(length), posts })
	return `${t('composer.of', { n: longest, max })}, ${posts}`
}

/** Preview shows the numbered posts an answer becomes. */
export function Preview({ measured }: { measured: Measured }) {
	const [open, setOpen] = useState(false)
	const id = useId()
	if (measured.parts.length < 2) return null
	return (
		<Panel
			open={open}
			onOpen={setOpen}
			title={t('composer.previewTitle')}
			align="start"
			anchor={
				<Button look="quiet" size="small" icon="copy" aria-expanded={open} onClick={() => setOpen(!open)}>
					{t('composer.preview')}
				</Button>
			}
		>
			<ol className="flex flex-col gap-2">
				{measured.parts.map((part, i) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: parts of one text are told apart by their place alone
					<li key={`${id}${i}`} className="rounded-card bg-public-soft px-3 py-2">
						<p className="text-11 font-semibold text-public">
							{t('composer.part', { n: i + 1, of: measured.parts.length })}
						</p>
						<p dir="auto" className="text-14 break-words whitespace-pre-wrap">
							{part}
						</p>
					</li>
				))}
			</ol>
		</Panel>
	)
}
