import clsx from 'clsx'
import { useId } from 'react'
import { Icon, type IconName } from './icon'

/** Choice is one of a few that stand side by side: native radio buttons, so that arrows move between them. */
export function Choice<T extends string>({
	label,
	value,
	options,
	onChange,
}: {
	label: string
	value: T
	options: { value: T; word: string; icon?: IconName }[]
	onChange: (value: T) => void
}) {
	const name = useId()
	return (
		<fieldset className="m-0 border-0 p-0">
			<legend className="sr-only">{label}</legend>
			<div className="inline-flex flex-wrap gap-0.5 rounded-control bg-hover p-0.5">
				{options.map((o) => (
					<label
						key={o.value}
						className={clsx(
							'relative flex h-(--control) cursor-pointer items-center gap-1.5 rounded-[5px] px-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-cord pointer-coarse:h-11',
							o.value === value ? 'bg-surface font-semibold shadow-rest' : 'font-medium text-ink-2',
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
						{o.word}
					</label>
				))}
			</div>
		</fieldset>
	)
}
