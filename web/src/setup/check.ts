import { Problem } from '../api/client'
import { t } from '../words/catalogue'
import type { Draft } from './draft'
import { shortest } from './password'

export type Wrong = Record<string, string>

/** check says what is missing before anything is asked of the server, by field. */
export function check(draft: Draft, password: string): Wrong {
	const wrong: Wrong = {}
	if (!draft.company.trim()) wrong.company = t('setup.companyMissing')
	if (!draft.name.trim()) wrong.name = t('setup.nameMissing')
	if (!isEmail(draft.email)) wrong.email = t('setup.emailWrong')
	if ([...password].length < shortest) wrong.password = t('setup.passwordShort')
	if (!draft.spans.some((s) => s.days.length > 0)) wrong.hours = t('setup.hoursNone')
	return wrong
}

export const isEmail = (text: string) => /^\S+@\S+$/.test(text.trim())

/** wrongOf gives what the server says of the answers, by field, and whether any of it has a place in the form. */
export function wrongOf(error: unknown, field: string): string | undefined {
	if (!(error instanceof Problem)) return undefined
	const found = error.errors.find((e) => e.field.replace(/^body\./, '').replace(/^answers\./, '') === field)
	return found && [found.text, found.hint].filter(Boolean).join(' ')
}
