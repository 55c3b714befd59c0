import clsx from 'clsx'
import { useState } from 'react'
import { readClock, shiftClock } from './clock'
import { inputLook } from './field'
import { clockOf } from './time'

interface Props {
	label: string
	/** HH:MM, up to 24:00. */
	value: string
	onChange: (value: string) => void
}

/** ClockField takes a time of day as people write it: 8, 8:30, 8.30 pm. Arrows move it by half an hour. */
export function ClockField({ label, value, onChange }: Props) {
	const [typed, setTyped] = useState<string>()
	const write = (text: string) => {
		setTyped(text)
		const read = readClock(text)
		if (read) onChange(read)
	}
	const step = (minutes: number) => {
		setTyped(undefined)
		onChange(shiftClock(value, minutes))
	}
	return (
		<input
			aria-label={label}
			aria-invalid={(typed !== undefined && !readClock(typed)) || undefined}
			autoComplete="off"
			spellCheck={false}
			value={typed ?? clockOf(value)}
			onFocus={(e) => e.target.select()}
			onChange={(e) => write(e.target.value)}
			onBlur={() => setTyped(undefined)}
			onKeyDown={(e) => {
				if (e.key !== 'ArrowUp' && e.key !== 'ArrowDown') return
				e.preventDefault()
				step(e.key === 'ArrowUp' ? 30 : -30)
			}}
			className={clsx(inputLook, 'h-10 w-[76px]! px-2! text-center tabular-nums')}
		/>
	)
}
