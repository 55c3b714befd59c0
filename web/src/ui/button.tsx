import clsx from 'clsx'
import type { ButtonHTMLAttributes, MouseEvent } from 'react'
import { Icon, type IconName } from './icon'
import { KeyHint } from './key-hint'

export type Look = 'plain' | 'quiet' | 'act' | 'public' | 'private' | 'danger'

const looks: Record<Look, string> = {
	plain: 'bg-surface text-ink font-semibold shadow-[inset_0_0_0_1px_var(--line-strong)] hover:bg-hover',
	quiet: 'text-ink-2 font-medium hover:bg-hover',
	act: 'bg-cord text-on-cord font-semibold hover:bg-cord-hover',
	public: 'bg-public text-on-public font-semibold hover:bg-public-hover',
	private: 'bg-private text-on-private font-semibold hover:bg-private-hover',
	danger: 'bg-late text-on-late font-semibold',
}

const sizes = {
	small: 'h-[26px] px-2 text-12',
	normal: 'h-(--control) px-3 text-13',
	large: 'h-10 px-4 text-14',
}

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
	look?: Look
	size?: keyof typeof sizes
	icon?: IconName
	/** Only the icon is shown; the children are its name. */
	bare?: boolean
	/** The key that does the same. */
	hint?: string
	/** Pressed twice in a row it does twice: it moves something on, or adds one more. */
	repeats?: boolean
}

/**
 * Button is a native button in one of the console's looks. A double click is one press: the second would fall on whatever
 * stands there by then, and undo or confirm it.
 */
export function Button({
	look = 'plain',
	size = 'normal',
	icon,
	bare,
	hint,
	repeats,
	className,
	children,
	onClick,
	...rest
}: Props) {
	const press = (e: MouseEvent<HTMLButtonElement>) => {
		if (e.detail > 1 && !repeats) e.preventDefault()
		else onClick?.(e)
	}
	return (
		<button
			type="button"
			aria-label={bare && typeof children === 'string' ? children : undefined}
			title={bare && typeof children === 'string' ? children : undefined}
			aria-keyshortcuts={hint && !hint.includes(' ') ? hint.replace('$mod', 'Control') : undefined}
			className={clsx(
				'inline-flex items-center justify-center gap-1.5 rounded-control whitespace-nowrap transition-colors duration-(--fast)',
				'disabled:bg-hover disabled:text-ink-3 disabled:shadow-none disabled:cursor-not-allowed',
				sizes[size],
				looks[look],
				bare && 'aspect-square px-0!',
				className,
			)}
			{...rest}
			onClick={press}
		>
			{icon && <Icon name={icon} size={size === 'small' ? 14 : 16} />}
			{!bare && children}
			{!bare && hint && <KeyHint hotkey={hint} />}
		</button>
	)
}
