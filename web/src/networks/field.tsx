import { Check, Select } from '../ui/choose'
import { Field, TextField } from '../ui/field'
import { t } from '../words/catalogue'
import type { FieldOf } from './api'
import { isSecret } from './config'

interface Props {
	field: FieldOf
	value: string
	onChange: (value: string) => void
	error: string | undefined
	/** It has to be filled in, beside what else is. */
	required: boolean
	/** A secret is kept already. */
	kept: boolean
}

/** SpecField draws one setting as its network describes it, whatever network that is. */
export function SpecField(props: Props) {
	const { field, value, onChange } = props
	if (isSecret(field)) return <Line {...props} type="password" help={[field.help, secretHelp(props)]} />
	switch (field.kind) {
		case 'bool':
			return (
				<Check
					label={<span className="font-semibold">{field.label}</span>}
					help={props.error ? <b className="text-late">{props.error}</b> : field.help}
					checked={value === 'true'}
					onChange={(on) => onChange(String(on))}
				/>
			)
		case 'choice':
			return <Choice {...props} />
		case 'number':
			return <Line {...props} inputMode="decimal" help={[field.help]} />
		case 'url':
			return <Line {...props} type="url" help={[field.help]} />
		case 'list':
			return <Line {...props} help={[field.help, t('networks.list')]} />
		default:
			return <Line {...props} help={[field.help]} />
	}
}

const secretHelp = ({ kept }: Props) => t(kept ? 'networks.secretKept' : 'networks.secretNew')

interface LineProps extends Props {
	type?: string
	inputMode?: 'decimal'
	help: string[]
}

function Line({ field, value, onChange, error, required, kept, type, inputMode, help }: LineProps) {
	const needed = required && !(kept && isSecret(field))
	const example = field.example && !isSecret(field) ? t('networks.example', { example: field.example }) : ''
	return (
		<TextField
			label={needed ? field.label : `${field.label} · ${t('networks.optional')}`}
			type={type ?? 'text'}
			inputMode={inputMode}
			name={field.name}
			value={value}
			required={needed}
			autoComplete={isSecret(field) ? 'new-password' : 'off'}
			spellCheck={false}
			error={error}
			help={[...help, example].filter(Boolean).join(' ')}
			onChange={(e) => onChange(e.target.value)}
		/>
	)
}

function Choice({ field, value, onChange, error }: Props) {
	const options = (field.choices ?? []).map((c) => ({ value: c.value, label: c.label }))
	if (!value) options.unshift({ value: '', label: t('networks.choice') })
	return (
		<Field label={field.label} help={field.help} error={error}>
			{(tie) => (
				<Select
					{...tie}
					name={field.name}
					options={options}
					value={value}
					onChange={(e) => onChange(e.target.value)}
				/>
			)}
		</Field>
	)
}
