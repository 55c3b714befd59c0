import { DropdownMenu } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import type { Action } from '../action/action'
import { t } from '../words/catalogue'
import { Button, Hint } from './button'
import { Icon, type IconName } from './icon'

interface Props {
	word: string
	icon?: IconName
	actions: Action[]
	size?: 'small' | 'normal'
	/** Another control than the usual icon button. */
	trigger?: ReactNode
	/** It was asked for by a press that came before it was there. */
	defaultOpen?: boolean
}

/** ActionMenu lists actions that can be done now, each with its key. */
export function ActionMenu({
	word,
	icon = 'more',
	actions,
	size = 'normal',
	trigger,
	defaultOpen = false,
}: Props) {
	const button = useRef<HTMLButtonElement>(null)
	const chosen = useRef<Action>(undefined)
	// The button has the focus again before anything opens, so that it goes back there afterwards.
	const closed = (e: Event) => {
		e.preventDefault()
		button.current?.focus()
		chosen.current?.run()
		chosen.current = undefined
	}
	const possible = actions.filter((a) => a.refused === undefined)
	if (possible.length === 0) return null
	return (
		<DropdownMenu.Root modal={false} defaultOpen={defaultOpen}>
			<DropdownMenu.Trigger asChild ref={button}>
				{trigger ?? (
					<Button look="quiet" size={size} icon={icon} bare>
						{word}
					</Button>
				)}
			</DropdownMenu.Trigger>
			<DropdownMenu.Portal container={document.querySelector<HTMLElement>('main')}>
				<DropdownMenu.Content
					align="end"
					onCloseAutoFocus={closed}
					sideOffset={4}
					collisionPadding={12}
					className="z-40 min-w-56 rounded-card bg-raised p-1 shadow-menu"
				>
					{possible.map((a) => (
						<Item
							key={a.id}
							action={a}
							onChoose={() => {
								chosen.current = a
							}}
						/>
					))}
				</DropdownMenu.Content>
			</DropdownMenu.Portal>
		</DropdownMenu.Root>
	)
}

function Item({ action: a, onChoose }: { action: Action; onChoose: () => void }) {
	return (
		<DropdownMenu.Item
			onSelect={onChoose}
			className="flex min-h-(--tap) cursor-pointer items-center gap-2.5 rounded-control px-2 outline-none data-highlighted:bg-hover"
		>
			{a.icon && <Icon name={a.icon} className="text-ink-3" />}
			<span className="flex-1">{t(a.word, a.values)}</span>
			{a.key && <Hint hotkey={a.key} />}
		</DropdownMenu.Item>
	)
}
