import { Icon } from '../ui/icon'
import { PasswordField } from '../ui/password-field'
import { t } from '../words/catalogue'
import '../words/en/setup'

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
		<PasswordField
			fresh
			label={label}
			value={value}
			onChange={onChange}
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
