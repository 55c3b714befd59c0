import clsx from 'clsx'
import { useId } from 'react'
import { Hint } from './button'

export interface Option {
	value: string
	word: string
	/** Said smaller, behind the word. */
	more?: string
}

/** OptionList asks for one of a few. Digits choose as well. */
export function OptionList({
	label,
	options,
	value,
	onValue,
}: {
	label: string
	options: Option[]
	value: string
	onValue: (value: string) => void
}) {
	const name = useId()
	return (
		<fieldset
			onKeyDown={(e) => {
				const chosen = /^[1-9]$/.test(e.key) && options[Number(e.key) - 1]
				if (chosen) onValue(chosen.value)
			}}
		>
			<legend className="mb-1 font-semibold">{label}</legend>
			{options.map((option, i) => (
				<label
					key={option.value}
					className={clsx(
						'flex min-h-(--tap) cursor-pointer items-center gap-2.5 rounded-control px-2 has-focus-visible:outline-2 has-focus-visible:outline-cord',
						option.value === value ? 'bg-cord-soft font-semibold text-cord' : 'hover:bg-hover',
					)}
				>
					<input
						type="radio"
						name={name}
						value={option.value}
						checked={option.value === value}
						onChange={() => onValue(option.value)}
						className="size-4 accent-cord outline-none"
					/>
					<span className="min-w-0 flex-1 truncate">{option.word}</span>
					{option.more && <span className="text-12 font-normal text-ink-3">{option.more}</span>}
					{options.length < 10 && (
						<span className="text-ink-3 max-rail:hidden">
							<Hint hotkey={String(i + 1)} />
						</span>
					)}
				</label>
			))}
		</fieldset>
	)
}
