import { type ReactNode, useState } from 'react'
import { Button } from '../../ui/button'
import { t } from '../../words/catalogue'
import { useDesk } from '../desk'
import { isMapping } from '../model'
import { at } from '../yaml/data'
import type { Path } from '../yaml/place'
import { SpotContext } from './place'

interface Props {
	/** The part of the policy it speaks of. */
	path: Path
	/** What it is, for whoever does not see the sentence. */
	name: string
	/** It can be taken out as a whole. */
	removes?: boolean
	/** Its blanks are shown even while nobody is at it: nothing else could be reached. */
	always?: boolean
	children: ReactNode
}

/** Sentence is a line of the policy that is no rule, with its blanks. */
export function Sentence({ path, name, removes, always, children }: Props) {
	const { policy, may, edit } = useDesk()
	const [open, setOpen] = useState(false)
	const data = at(policy?.data, path)
	const locked = !may || policy?.rules.some((r) => r.slip && r.stage === 'default') === true
	return (
		<li
			className="flex items-start gap-2 border-line py-1.5 not-last:border-b"
			onFocusCapture={() => setOpen(true)}
			onBlurCapture={(e) => !e.currentTarget.contains(e.relatedTarget) && e.relatedTarget && setOpen(false)}
		>
			<SpotContext
				value={{
					path,
					data: isMapping(data) ? data : {},
					locked,
					open: open || always === true || data === undefined,
				}}
			>
				<fieldset
					aria-label={name}
					className="flex min-w-0 flex-1 flex-wrap items-center gap-x-1.5 gap-y-1 text-14 text-ink-2"
				>
					{children}
				</fieldset>
			</SpotContext>
			{removes && !locked && data !== undefined && (
				<Button look="quiet" size="small" icon="close" bare onClick={() => edit({ drop: path })}>
					{t('policy.removeLine', { what: name })}
				</Button>
			)}
		</li>
	)
}

/** Part is a section of the page of sentences. */
export function Part({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
	return (
		<section aria-label={title} className="border-t border-line px-4 py-4 rail:px-6">
			<div className="flex flex-wrap items-baseline gap-x-2.5 pb-1">
				<h2 className="text-15 font-semibold">{title}</h2>
				{help && <span className="text-12 text-ink-3">{help}</span>}
			</div>
			{children}
		</section>
	)
}
