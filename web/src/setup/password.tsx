import { TextField } from '../ui/field'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'

export const shortest = 10

interface Props {
	label: string
	value: string
	onChange: (value: string) => void
	help?: string
	error?: string | undefined
}

/** NewPassword takes a password somebody chooses, and says when it is long enough. */
export function NewPassword({ label, value, onChange, help, error }: Props) {
	const length = [...value].length
	return (
		<TextField
			label={label}
			type="password"
			name="password"
			autoComplete="new-password"
			required
			value={value}
			onChange={(e) => onChange(e.target.value)}
			help={help}
			error={error}
			after={
				<span role="status" className="pointer-events-none text-12">
					{length >= shortest && (
						<span className="flex items-center gap-1 bg-surface ps-1 text-good">
							<Icon name="tick" size={14} />
							{t('setup.longEnough')}
						</span>
					)}
					{length > 0 && length < shortest && (
						<span className="bg-surface ps-1 text-ink-3">
							{t('setup.tooShort', { n: shortest - length })}
						</span>
					)}
				</span>
			}
		/>
	)
}
