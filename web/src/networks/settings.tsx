import { useId } from 'react'
import { t } from '../words/catalogue'
import type { Form } from './api'
import type { Values } from './config'
import { SpecField } from './field'
import { isNeeded } from './needed'

interface Props {
	form: Form
	values: Values
	onChange: (values: Values) => void
	wrong: (name: string) => string | undefined
	kept: boolean
}

/** Settings is the form of a network, built from its Spec alone; what few need is folded away. */
export function Settings({ form, values, onChange, wrong, kept }: Props) {
	const heading = useId()
	const fields = form.fields ?? []
	const usual = fields.filter((f) => !f.advanced)
	const rest = fields.filter((f) => f.advanced)
	const one = (field: (typeof fields)[number]) => (
		<SpecField
			key={field.name}
			field={field}
			value={values[field.name] ?? ''}
			error={wrong(field.name)}
			required={isNeeded(form, field, values)}
			kept={kept}
			onChange={(value) => onChange({ ...values, [field.name]: value })}
		/>
	)
	if (fields.length === 0) return null
	return (
		<section aria-labelledby={heading} className="flex flex-col gap-4">
			<h2 id={heading} className="text-15 font-semibold">
				{t('networks.settings')}
			</h2>
			{usual.map(one)}
			{rest.length > 0 && (
				<details open={rest.some((f) => wrong(f.name)) || undefined}>
					<summary className="w-fit cursor-pointer py-1 text-ink-2">{t('networks.advanced')}</summary>
					<div className="flex flex-col gap-4 pt-3">{rest.map(one)}</div>
				</details>
			)}
		</section>
	)
}
