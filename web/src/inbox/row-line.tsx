import { type ComponentProps, type MouseEvent, memo } from 'react'
import { useDeadlines } from '../ui/now'
import { Cord } from './cord'
import { Row } from './row'
import { spoken } from './standing'
import type { Act } from './use-list'

/** idOf is the element of a line, for the listbox to name its active one. */
export const idOf = (key: string) => `line-${key.replaceAll(':', '-')}`

interface Props extends ComponentProps<typeof Row> {
	/** Its place among the rows, from 1, and how many there are; -1 while more may come. */
	place: number
	size: number
	accepted: boolean
	act: Act
}

const beside = (e: MouseEvent) => e.metaKey || e.ctrlKey

/** A pointer that stays so long, in milliseconds, is meant. */
const meant = 60

/** dwell does something when the pointer stays on an element. */
function dwell(on: Element, does: () => void) {
	const timer = setTimeout(does, meant)
	on.addEventListener('pointerleave', () => clearTimeout(timer), { once: true })
}

/** RowLine is a conversation as an option of the listbox. It is drawn again only when it says something else. */
export const RowLine = memo(function RowLine({ place, size, accepted, act, ...row }: Props) {
	const { conversation, onlooker, open } = row
	const { id } = conversation
	return (
		// Keys are the listbox's: focus stays there, and the cursor is its active descendant.
		// biome-ignore lint/a11y/useKeyWithClickEvents: see above
		// biome-ignore lint/a11y/useFocusableInteractive: see above
		<div
			role="option"
			id={idOf(id)}
			aria-selected={open}
			aria-setsize={size}
			aria-posinset={place}
			className="relative cursor-pointer select-none"
			onPointerEnter={(e) => dwell(e.currentTarget, () => act.look(id))}
			onMouseDown={(e) => {
				e.preventDefault()
				act.look(id)
			}}
			onClick={(e) => (beside(e) ? act.openBeside(id) : act.openRow(id))}
			onAuxClick={(e) => e.button === 1 && act.openBeside(id)}
		>
			<Spoken conversation={conversation} onlooker={onlooker} />
			<Row {...row} />
			{accepted && <Cord />}
		</div>
	)
})

function Spoken({ conversation, onlooker }: Pick<Props, 'conversation' | 'onlooker'>) {
	const now = useDeadlines(conversation.due_at)
	return <span className="sr-only">{spoken(conversation, onlooker, now)}</span>
}
