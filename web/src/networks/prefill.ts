import type { Form } from './api'
import { begin, type Values } from './config'

/** prefill proposes settings for a new account. The practice network stands on this very server. */
export function prefill(form: Form, origin: string, random: () => string): Values {
	const values = begin(form)
	if (form.key !== 'practice') return values
	for (const f of form.fields ?? []) {
		if (f.kind === 'url') values[f.name] = `${origin}/practice`
		if (f.kind === 'secret') values[f.name] = random()
	}
	return values
}

/** handleOf makes a handle of a company's name, as the practice network takes them. */
export function handleOf(company: string): string {
	const plain = company.normalize('NFKD').toLowerCase()
	return plain
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^_+|_+$/g, '')
		.slice(0, 24)
}
