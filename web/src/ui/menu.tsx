import clsx from 'clsx'
import { DropdownMenu } from 'radix-ui'
import { Fragment, type ReactNode } from 'react'
import type { Option } from './choose'
import { Icon, type IconName } from './icon'
import { KeyHint } from './key-hint'

const line =
	'flex min-h-(--tap) cursor-default select-none items-center gap-2.5 rounded-control px-2 text-13 text-ink outline-none ' +
	'data-highlighted:bg-hover data-disabled:text-ink-3'

interface Props {
	trigger: ReactNode
	label: string
	children: ReactNode
	side?: 'top' | 'bottom'
	align?: 'start' | 'end'
	/** Where the list is drawn, when what is around the button would cut it off. */
	inside?: HTMLElement | null
	/** It was asked for by a press that came before it was there. */
	defaultOpen?: boolean
	/** Called when it has closed and the button has the focus again. */
	onClosed?: () => void
}

/**
 * Menu opens a list of things to do from a button. It stays in the part of the page that its button is in. Where it scrolls, the
 * headings above the first thing come back with it.
 */
export function Menu({
	trigger,
	label,
	children,
	side = 'bottom',
	align = 'end',
	inside,
	defaultOpen = false,
	onClosed,
}: Props) {
	const list = (
		<DropdownMenu.Content
			aria-label={label}
			side={side}
			align={align}
			sideOffset={6}
			collisionPadding={8}
			{...(onClosed && { onCloseAutoFocus: () => queueMicrotask(onClosed) })}
			className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 scroll-pt-16 scroll-pb-1 overflow-y-auto rounded-card bg-raised p-1 shadow-menu"
		>
			{children}
		</DropdownMenu.Content>
	)
	return (
		<DropdownMenu.Root modal={false} defaultOpen={defaultOpen}>
			<DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
			{inside ? <DropdownMenu.Portal container={inside}>{list}</DropdownMenu.Portal> : list}
		</DropdownMenu.Root>
	)
}

interface ItemProps {
	icon?: IconName | undefined
	children: ReactNode
	onSelect: () => void
	/** The key that does the same. */
	hint?: string | undefined
}

/** MenuItem is one thing to do. */
export function MenuItem({ icon, children, onSelect, hint }: ItemProps) {
	return (
		<DropdownMenu.Item className={line} onSelect={onSelect}>
			{icon && <Icon name={icon} className="text-ink-3" />}
			<span className="flex-1">{children}</span>
			{hint && <KeyHint hotkey={hint} className="text-ink-3" />}
		</DropdownMenu.Item>
	)
}

/** MenuChoice is one of a few, with its name above. */
export function MenuChoice<T extends string>({
	label,
	value,
	options,
	onChange,
}: {
	label: string
	value: T
	options: Option<T>[]
	onChange: (value: T) => void
}) {
	return (
		<DropdownMenu.RadioGroup value={value} onValueChange={(v) => onChange(v as T)} aria-label={label}>
			<Heading>{label}</Heading>
			{options.map((o, i) => (
				<Fragment key={o.value}>
					{o.group && o.group !== options[i - 1]?.group && <Heading>{o.group}</Heading>}
					<DropdownMenu.RadioItem
						value={o.value}
						className={clsx(line, 'data-[state=checked]:font-semibold')}
					>
						{o.icon && <Icon name={o.icon} className="text-ink-3" />}
						<span className="flex-1">{o.label}</span>
						{o.more && <span className="text-12 text-ink-3">{o.more}</span>}
						<DropdownMenu.ItemIndicator>
							<Icon name="tick" className="text-cord" />
						</DropdownMenu.ItemIndicator>
					</DropdownMenu.RadioItem>
				</Fragment>
			))}
		</DropdownMenu.RadioGroup>
	)
}

function Heading({ children }: { children: ReactNode }) {
	return (
		<DropdownMenu.Label className="px-2 pt-2 pb-1 text-11 font-semibold text-ink-3">
			{children}
		</DropdownMenu.Label>
	)
}

export function MenuLine() {
	return <DropdownMenu.Separator className="my-1 border-t border-line" />
}
