import { type ReactNode, useRef } from 'react'
import type { Action } from '../action/action'
import { t } from '../words/catalogue'
import { Button } from './button'
import type { IconName } from './icon'
import { Menu, MenuItem } from './menu'

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
	const chosen = useRef<Action>(undefined)
	// The button has the focus again before anything opens, so that it goes back there afterwards.
	const closed = () => {
		chosen.current?.run()
		chosen.current = undefined
	}
	const possible = actions.filter((a) => a.refused === undefined)
	if (possible.length === 0) return null
	return (
		<Menu
			label={word}
			defaultOpen={defaultOpen}
			inside={document.querySelector('main')}
			onClosed={closed}
			trigger={
				trigger ?? (
					<Button look="quiet" size={size} icon={icon} bare>
						{word}
					</Button>
				)
			}
		>
			{possible.map((a) => (
				<MenuItem
					key={a.id}
					icon={a.icon}
					hint={a.key}
					onSelect={() => {
						chosen.current = a
					}}
				>
					{t(a.word, a.values)}
				</MenuItem>
			))}
		</Menu>
	)
}
