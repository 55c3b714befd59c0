import clsx from 'clsx'
import type { InputHTMLAttributes } from 'react'
import { Field, inputLook } from './field'
import { dayOf } from './time'

interface Props
	extends Omit<InputHTMLAttributes<HTMLInputElement>, 'children' | 'type' | 'value' | 'onChange'> {
	label: string
	error?: string | undefined
	/** YYYY-MM-DD, or empty. */
	value: string
	onChange: (value: string) => void
}

/**
 * DateField takes a day. The browser writes it in an order of its own, whatever is read beside it: so it is spelled out as the
 * console writes days.
 */
export function DateField({ label, error, value, onChange, className, ...rest }: Props) {
	return (
		<Field label={label} error={error} className={className ?? ''}>
			{({ id, 'aria-describedby': about, ...tie }) => {
				const words = spelled(value)
				return (
					<div className="flex flex-wrap items-center gap-x-3 gap-y-1">
						<input
							{...tie}
							{...rest}
							id={id}
							aria-describedby={[words && `${id}-day`, about].filter(Boolean).join(' ') || undefined}
							type="date"
							value={value}
							onChange={(e) => onChange(e.target.value)}
							className={clsx(inputLook, 'h-10 min-w-0 max-w-44 flex-[1_1_9rem]')}
						/>
						<span id={`${id}-day`} className="text-12 text-ink-2">
							{words}
						</span>
					</div>
				)
			}}
		</Field>
	)
}

/** spelled is a day in words, with its year when that is another one; nothing for what is no day. */
function spelled(date: string): string {
	const noon = new Date(`${date}T12:00`)
	return Number.isNaN(noon.getTime()) ? '' : dayOf(noon, new Date())
}
