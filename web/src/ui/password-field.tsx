import type { ReactNode } from 'react'
import { TextField } from './field'

interface Props {
	label: string
	value: string
	onChange: (value: string) => void
	/** What the form calls it. */
	name?: string
	/** It is one to be chosen, not one that is known. */
	fresh?: boolean
	help?: ReactNode
	error?: string | undefined
	/** Stands inside the field, at its end. */
	after?: ReactNode
}

/** PasswordField takes a password, and lets the browser fill in or propose it. */
export function PasswordField({
	label,
	value,
	onChange,
	name = 'password',
	fresh,
	help,
	error,
	after,
}: Props) {
	return (
		<TextField
			label={label}
			type="password"
			name={name}
			autoComplete={fresh ? 'new-password' : 'current-password'}
			required
			value={value}
			help={help}
			error={error}
			after={after}
			onChange={(e) => onChange(e.target.value)}
		/>
	)
}
