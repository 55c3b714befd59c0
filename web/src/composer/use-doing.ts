import { useState } from 'react'
import { useTalk } from '../conversation/talk'
import { lookOf, pressOf, type Scene } from './model'
import { useNote } from './use-sending'
import type { Writing } from './use-writing'

export type Doing = ReturnType<typeof useDoing>

/** useDoing is what goes on with the words, and what a press does with them. */
export function useDoing(w: Writing, adding: boolean) {
	const { id } = useTalk()
	const note = useNote(id)
	const [asksOpen, setAsksOpen] = useState<{ close: boolean } | null>(null)
	const scene: Scene = {
		way: w.way,
		words: w.words,
		name: w.reader,
		asksWhom: w.whom !== undefined && !w.whom.chosen,
		take: w.take,
		over: w.measured?.over ?? false,
		meanwhile: w.meanwhile,
		opensUp: w.opensUp,
		going: note.isPending ? 'notes' : adding ? 'adds' : undefined,
	}
	const look = lookOf(scene)
	const press = (close: boolean, sure: boolean) => {
		const does = pressOf(scene, sure)
		if (does === 'note') note.mutate()
		if (does === 'confirm' || does === 'send') setAsksOpen(does === 'confirm' ? { close } : null)
		const open = look.step.does === 'send' && w.way.readers === 'public'
		if (does === 'send') w.keeping.begin({ take: w.take, close, open, name: w.reader })
		return does
	}
	return {
		scene,
		look,
		press,
		notNoted: note.error,
		asksOpen: w.opensUp ? asksOpen : null,
		askNot: () => setAsksOpen(null),
	}
}
