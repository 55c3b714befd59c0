import { useState } from 'react'
import { t } from '../words/catalogue'
import { Button } from './button'

interface Props {
	word: string
	ask: string
	busy: boolean
	run: () => void
}

/** TwoSteps is a button that asks once more, in its place. */
export function TwoSteps({ word, ask, busy, run }: Props) {
	const [asked, setAsked] = useState(false)
	if (!asked) {
		return (
			<Button size="small" look="quiet" disabled={busy} onClick={() => setAsked(true)}>
				{word}
			</Button>
		)
	}
	return (
		<span className="flex flex-wrap items-center gap-2 rounded-control bg-late-soft px-2 py-1">
			<span className="text-12">{ask}</span>
			<Button
				size="small"
				look="danger"
				disabled={busy}
				onClick={() => {
					setAsked(false)
					run()
				}}
			>
				{word}
			</Button>
			<Button size="small" look="quiet" onClick={() => setAsked(false)}>
				{t('ui.cancel')}
			</Button>
		</span>
	)
}
