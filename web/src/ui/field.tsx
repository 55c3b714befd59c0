import clsx from 'clsx'
import { type InputHTMLAttributes, type ReactNode, useId } from 'react'

/** The look of everything one writes into. */
export const inputLook =
	'w-full rounded-control bg-surface text-ink text-14 shadow-[inset_0_0_0_1px_var(--line-strong)] px-3 ' +
	'focus-visible:outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--cord)] aria-invalid:shadow-[inset_0_0_0_2px_var(--late)] ' +
	'disabled:bg-sunken disabled:text-ink-3 max-rail:text-16'

interface FieldProps {
	label: string
	help?: ReactNode
	error?: string | undefined
	className?: string
	/** Draws the control with what ties it to its label, help and error. */
	children: (tie: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode
}

/** Field is a label, a control, its help and what is wrong with it. */
export function Field({ label, help, error, className, children }: FieldProps) {
	const id = useId()
	const about = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ')
	return (
		<div className={clsx('flex min-w-0 flex-col gap-1', className)}>
			<label htmlFor={id} className="font-semibold">
				{label}
			</label>
			{children({ id, ...(about && { 'aria-describedby': about }), ...(error && { 'aria-invalid': true }) })}
			{help && (
				<p id={`${id}-help`} className="text-12 text-ink-3">
					{help}
				</p>
			)}
			{error && (
				<p id={`${id}-error`} className="text-12 font-medium text-late">
					{error}
				</p>
			)}
		</div>
	)
}

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'children'> {
	label: string
	help?: ReactNode
	error?: string | undefined
	/** Stands inside the field, at its end. */
	after?: ReactNode
}

/** TextField is a Field with one line of text. */
export function TextField({ label, help, error, after, className, ...rest }: TextFieldProps) {
	return (
		<Field label={label} help={help} error={error} className={className ?? ''}>
			{(tie) => (
				<div className="relative">
					<input {...tie} {...rest} className={clsx(inputLook, 'h-10')} />
					{after && <div className="absolute inset-y-0 end-3 flex items-center">{after}</div>}
				</div>
			)}
		</Field>
	)
}
