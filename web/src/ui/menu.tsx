import clsx from 'clsx'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon'

const line =
	'flex min-h-8 cursor-default select-none items-center gap-2 rounded-control px-2 text-13 text-ink outline-none ' +
	'data-highlighted:bg-hover data-disabled:text-ink-3 pointer-coarse:min-h-11'

/** Menu opens a list of things to do from a button. It stays in the part of the page that its button is in. */
export function Menu({
	trigger,
	label,
	children,
	side = 'bottom',
	align = 'end',
}: {
	trigger: ReactNode
	label: string
	children: ReactNode
	side?: 'top' | 'bottom' | 'right'
	align?: 'start' | 'end'
}) {
	return (
		<DropdownMenu.Root modal={false}>
			<DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
			<DropdownMenu.Content
				aria-label={label}
				side={side}
				align={align}
				sideOffset={6}
				collisionPadding={8}
				className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 overflow-y-auto rounded-card bg-raised p-1 shadow-menu"
			>
				{children}
			</DropdownMenu.Content>
		</DropdownMenu.Root>
	)
}

export function MenuItem({
	icon,
	children,
	onSelect,
	hint,
}: {
	icon?: IconName
	children: ReactNode
	onSelect: () => void
	hint?: ReactNode
}) {
	return (
		<DropdownMenu.Item className={line} onSelect={onSelect}>
			{icon && <Icon name={icon} className="text-ink-3" />}
			<span className="flex-1">{children}</span>
			{hint}
		</DropdownMenu.Item>
	)
}

export interface Option<T extends string> {
	value: T
	word: string
	icon?: IconName
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
			<DropdownMenu.Label className="px-2 pt-2 pb-1 text-11 font-semibold text-ink-3">
				{label}
			</DropdownMenu.Label>
			{options.map((o) => (
				<DropdownMenu.RadioItem
					key={o.value}
					value={o.value}
					className={clsx(line, 'data-[state=checked]:font-semibold')}
				>
					{o.icon && <Icon name={o.icon} className="text-ink-3" />}
					<span className="flex-1">{o.word}</span>
					<DropdownMenu.ItemIndicator>
						<Icon name="tick" className="text-cord" />
					</DropdownMenu.ItemIndicator>
				</DropdownMenu.RadioItem>
			))}
		</DropdownMenu.RadioGroup>
	)
}

export function MenuLine() {
	return <DropdownMenu.Separator className="my-1 border-t border-line" />
}
