import { Problem } from '../api/client'
import { t } from '../words/catalogue'
import type { Config, FieldOf, Form } from './api'
import { isNeeded } from './needed'

/** What one field holds while somebody fills it in. All values travel as text. */
export type Values = Record<string, string>

export interface Sealed {
	/** Secrets are kept already: an empty one stays as it is. */
	kept: boolean
}

/** begin fills a form with what is kept, what is proposed, or the network's own defaults. */
export function begin(form: Form, kept: Config = {}): Values {
	const values: Values = {}
	for (const f of form.fields ?? []) {
		values[f.name] = isSecret(f) ? '' : (kept[f.name] ?? f.default ?? '')
	}
	return values
}

export function isSecret(f: FieldOf): boolean {
	return f.secret || f.kind === 'secret'
}

/** configOf is what is sent: nothing for what is empty, so that a kept secret stays. */
export function configOf(form: Form, values: Values): Config {
	const config: Config = {}
	for (const f of form.fields ?? []) {
		const value = values[f.name]?.trim() ?? ''
		if (value !== '') config[f.name] = value
	}
	return config
}

/** missing says which needed fields are empty. */
export function missing(form: Form, values: Values, sealed: Sealed): Record<string, string> {
	const wrong: Record<string, string> = {}
	for (const f of form.fields ?? []) {
		const empty = (values[f.name] ?? '').trim() === ''
		if (isNeeded(form, f, values) && empty && !(sealed.kept && isSecret(f)))
			wrong[f.name] = t('networks.required')
	}
	return wrong
}

/** wrongWith gives what the server says of one setting. Paths may begin with where the settings stand. */
export function wrongWith(error: unknown, name: string): string | undefined {
	if (!(error instanceof Problem)) return undefined
	return error.field(name) ?? error.field(`config.${name}`)
}

/** isPlaced reports whether all that is wrong has a field of the form to stand at. */
export function isPlaced(error: unknown, names: string[]): boolean {
	if (!(error instanceof Problem) || error.errors.length === 0) return false
	const bare = (field: string) => field.replace(/^body\./, '').replace(/^config\./, '')
	return error.errors.every((e) => names.includes(bare(e.field)))
}
