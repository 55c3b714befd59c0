import clsx from 'clsx'
import { useId, useState } from 'react'
import { t } from '../words/catalogue'
import { readClock, shiftClock } from './clock'
import { inputLook } from './field'
import { clockOf } from './time'

interface Props {
	label: string
	/** HH:MM, up to 24:00; or what was typed and is no time of day, which the form has to refuse. */
	value: string
	onChange: (value: string) => void
}

/**
 * ClockField takes a time of day as people write it: 8, 8:30, 8.30 pm. It is written when they leave the field or press Enter;
 * what is no time of day stays as they typed it. Arrows move it by half an hour.
 */
export function ClockField({ label, value, onChange }: Props) {
	const [typed, setTyped] = useState<string>()
	const id = useId()
	const wrong = readClock(typed ?? value) === undefined
	const said = wrong && typed === undefined
	const write = () => {
		if (typed === undefined) return
		setTyped(undefined)
		onChange(readClock(typed) ?? typed)
	}
	const step = (minutes: number) => {
		const from = readClock(typed ?? value)
		if (!from) return
		setTyped(undefined)
		onChange(shiftClock(from, minutes))
	}
	return (
		<span className="inline-flex flex-col gap-1">
			<input
				aria-label={label}
				aria-invalid={wrong || undefined}
				aria-describedby={said ? id : undefined}
				autoComplete="off"
				spellCheck={false}
				value={typed ?? (wrong ? value : clockOf(value))}
				onFocus={(e) => e.target.select()}
				onChange={(e) => setTyped(e.target.value)}
				onBlur={write}
				onKeyDown={(e) => {
					if (e.key === 'Enter') write()
					if (e.key !== 'ArrowUp' && e.key !== 'ArrowDown') return
					e.preventDefault()
					step(e.key === 'ArrowUp' ? 30 : -30)
				}}
				className={clsx(inputLook, 'h-10 w-[76px]! px-2! text-center tabular-nums')}
			/>
			{said && (
				<span id={id} className="text-12 font-medium text-late">
					{t('ui.noTime')}
				</span>
			)}
		</span>
	)
}
