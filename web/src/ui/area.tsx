import clsx from 'clsx'
import type { ReactNode, TextareaHTMLAttributes } from 'react'
import { Field, inputLook } from './field'

interface Props extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'children'> {
	label: string
	help?: ReactNode
	error?: string | undefined
}

/** Area is a Field with several lines of text. */
export function Area({ label, help, error, className, rows = 3, ...rest }: Props) {
	return (
		<Field label={label} help={help} error={error} className={className ?? ''}>
			{(tie) => <textarea {...tie} {...rest} rows={rows} dir="auto" className={clsx(inputLook, 'py-2')} />}
		</Field>
	)
}
