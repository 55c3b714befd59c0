import clsx from 'clsx'
import { type ReactNode, type SelectHTMLAttributes, useId } from 'react'
import { useDigits } from './digits'
import { inputLook } from './field'
import { Icon, type IconName } from './icon'
import { KeyHint } from './key-hint'

/** Option is one of several things to choose from. */
export interface Option<T extends string = string> {
	value: T
	label: string
	icon?: IconName
	/** Said smaller, behind the label. */
	more?: string
	/** The heading it stands under in a list, with those before it that have the same. */
	group?: string
}

/** The ring around a choice whose own control cannot be seen. */
const ringed = 'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-cord'

interface SelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
	options: Option[]
}

/** Select is a native select in the look of a field. */
export function Select({ options, className, ...rest }: SelectProps) {
	return (
		<div className={clsx('relative', className)}>
			<select {...rest} className={clsx(inputLook, 'h-10 w-full appearance-none pe-8')}>
				{options.map((o) => (
					<option key={o.value} value={o.value}>
						{o.label}
					</option>
				))}
			</select>
			<Icon
				name="down"
				className="pointer-events-none absolute end-2.5 top-1/2 -translate-y-1/2 text-ink-3"
			/>
		</div>
	)
}

/** Group is a legend with what it is about below. */
export function Group({
	label,
	aside,
	error,
	children,
	className,
}: {
	label: ReactNode
	aside?: ReactNode
	error?: string | undefined
	children: ReactNode
	className?: string
}) {
	const id = useId()
	return (
		<fieldset
			className={clsx('flex min-w-0 flex-col gap-1.5', className)}
			aria-describedby={error ? id : undefined}
		>
			<legend className="mb-1.5 font-semibold">
				{label} {aside && <span className="text-12 font-normal text-ink-3">{aside}</span>}
			</legend>
			{children}
			{error && (
				<p id={id} className="text-12 font-medium text-late">
					{error}
				</p>
			)}
		</fieldset>
	)
}

/** Segments asks for one of a few, side by side: native radio buttons, so that arrows move between them. */
export function Segments<T extends string>({
	options,
	value,
	onChange,
	label,
	long,
}: {
	options: Option<T>[]
	value: T
	onChange: (value: T) => void
	label: string
	/** Their words are too long to stand side by side on a phone. */
	long?: boolean
}) {
	const name = useId()
	return (
		<div
			role="radiogroup"
			aria-label={label}
			className={clsx(
				'flex max-w-full flex-wrap gap-0.5 self-start rounded-control p-[3px] shadow-[inset_0_0_0_1px_var(--line-strong)]',
				long && 'max-rail:flex-col max-rail:self-stretch',
			)}
		>
			{options.map((o) => (
				<label
					key={o.value}
					className={clsx(
						'relative flex min-h-[34px] flex-1 cursor-pointer items-center justify-center gap-1.5 rounded-tag px-3 text-center whitespace-nowrap pointer-coarse:min-h-11',
						ringed,
						o.value === value ? 'bg-cord font-semibold text-on-cord' : 'text-ink-2 hover:bg-hover',
					)}
				>
					<input
						type="radio"
						name={name}
						value={o.value}
						checked={o.value === value}
						onChange={() => onChange(o.value)}
						className="absolute inset-0 cursor-pointer opacity-0"
					/>
					{o.icon && <Icon name={o.icon} size={14} />}
					{o.label}
				</label>
			))}
		</div>
	)
}

/** ListedOption is one of a few below each other, its radio button in sight. */
export function ListedOption({
	name,
	value,
	chosen,
	onChoose,
	children,
}: {
	name: string
	value: string
	chosen: boolean
	onChoose: (value: string) => void
	children: ReactNode
}) {
	return (
		<label
			className={clsx(
				'flex min-h-(--tap) cursor-pointer items-center gap-2.5 rounded-control px-2',
				ringed,
				chosen ? 'bg-cord-soft font-semibold text-cord' : 'hover:bg-hover',
			)}
		>
			<input
				type="radio"
				name={name}
				value={value}
				checked={chosen}
				onChange={() => onChoose(value)}
				className="size-4 flex-none accent-cord outline-none"
			/>
			{children}
		</label>
	)
}

/** OptionList asks for one of a few, below each other. Digits choose as well. */
export function OptionList({
	label,
	options,
	value,
	onChange,
}: {
	label: string
	options: Option[]
	value: string
	onChange: (value: string) => void
}) {
	const name = useId()
	const [digits, claim] = useDigits(options.length > 0)
	return (
		<fieldset
			onFocus={claim}
			onKeyDown={(e) => {
				const chosen = /^[1-9]$/.test(e.key) && options[Number(e.key) - 1]
				if (chosen) onChange(chosen.value)
			}}
		>
			<legend className="mb-1 font-semibold">{label}</legend>
			{options.map((o, i) => (
				<ListedOption
					key={o.value}
					name={name}
					value={o.value}
					chosen={o.value === value}
					onChoose={onChange}
				>
					<span className="min-w-0 flex-1 truncate">{o.label}</span>
					{o.more && <span className="text-12 font-normal text-ink-3">{o.more}</span>}
					{digits && options.length < 10 && <KeyHint hotkey={String(i + 1)} className="text-ink-3" />}
				</ListedOption>
			))}
		</fieldset>
	)
}

/** Chip is one of several things that may be chosen together. */
export function Chip({
	label,
	checked,
	onChange,
}: {
	label: string
	checked: boolean
	onChange: (checked: boolean) => void
}) {
	return (
		<label
			className={clsx(
				'inline-flex h-8 cursor-pointer items-center gap-1.5 rounded-full px-3 pointer-coarse:h-11',
				ringed,
				checked
					? 'bg-cord-soft font-semibold text-cord shadow-[inset_0_0_0_1px_var(--cord)]'
					: 'text-ink-2 shadow-[inset_0_0_0_1px_var(--line-strong)] hover:bg-hover',
			)}
		>
			<input
				type="checkbox"
				checked={checked}
				onChange={(e) => onChange(e.target.checked)}
				className="sr-only"
			/>
			{checked && <Icon name="tick" size={14} />}
			{label}
		</label>
	)
}

/** Check is a tick box with its words. */
export function Check({
	label,
	checked,
	onChange,
	help,
}: {
	label: ReactNode
	checked: boolean
	onChange: (checked: boolean) => void
	help?: ReactNode
}) {
	return (
		<label className="flex min-h-(--tap) cursor-pointer items-start gap-2 py-1.5">
			<input
				type="checkbox"
				checked={checked}
				onChange={(e) => onChange(e.target.checked)}
				className="mt-0.5 size-4 flex-none accent-cord"
			/>
			<span>
				{label}
				{help && <span className="block text-12 text-ink-3">{help}</span>}
			</span>
		</label>
	)
}
