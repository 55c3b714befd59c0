import type { FieldOf, Form } from './api'
import type { Values } from './config'

/** When a setting that may be empty has to be filled in after all, by network: what a description of one field cannot say. */
const depends: Record<string, Record<string, (of: (name: string) => string) => boolean>> = {
	email: {
		imap_host: (of) => of('provider') === 'other',
		smtp_host: (of) => of('provider') === 'other',
		password: (of) => of('auth') === 'password',
	},
}

/** isNeeded reports whether a setting has to be filled in, beside what else is filled in. */
export function isNeeded(form: Form, field: FieldOf, values: Values): boolean {
	if (field.required) return true
	const of = (name: string) => values[name] || (form.fields?.find((f) => f.name === name)?.default ?? '')
	return depends[form.key]?.[field.name]?.(of) ?? false
}
