import { useState } from 'react'
import { useTalk } from '../conversation/talk'
import { useLeaving } from './leaving'
import { lookOf, pressOf, type Scene } from './model'
import { useNote, useSending } from './use-sending'
import type { Writing } from './use-writing'

export type Doing = ReturnType<typeof useDoing>

/** useDoing is what goes on with the words, and what a press does with them. */
export function useDoing(w: Writing, adding: boolean) {
	const { id, c } = useTalk()
	const leaves = useLeaving(id) !== undefined
	const sending = useSending(id)
	const note = useNote(id)
	const [asksOpen, setAsksOpen] = useState(false)
	const scene: Scene = {
		way: w.way,
		words: w.words,
		name: c.customer_name,
		take: w.take,
		over: w.measured?.over ?? false,
		meanwhile: w.meanwhile,
		opensUp: w.opensUp,
		going: leaves
			? 'leaves'
			: sending.sending
				? 'sends'
				: note.isPending
					? 'notes'
					: adding
						? 'adds'
						: undefined,
	}
	const look = lookOf(scene)
	const press = (close: boolean, sure: boolean) => {
		const does = pressOf(scene, sure)
		if (does === 'note') note.mutate(w.text.trim())
		if (does === 'confirm' || does === 'send') setAsksOpen(does === 'confirm')
		const open = look.step.does === 'send' && w.way.readers === 'public'
		if (does === 'send') void sending.begin({ take: w.take, close, open })
		return does
	}
	return {
		scene,
		look,
		press,
		notSent: sending.error,
		notNoted: note.error,
		asksOpen: asksOpen && w.opensUp,
		askNot: () => setAsksOpen(false),
	}
}
