import { Problem } from '../api/client'
import { readClock } from '../ui/clock'
import { t } from '../words/catalogue'
import type { Draft, Span } from './draft'
import { shortest } from './password'
import '../words/en/setup'

/** The most characters a name may have. */
export const longestName = 200

export type Wrong = Record<string, string>

/** check says what is missing before anything is asked of the server, by field. Whoever is inside has a password. */
export function check(draft: Draft, password: string, inside = false): Wrong {
	const wrong: Wrong = {}
	if (!draft.company.trim()) wrong.company = t('setup.companyMissing')
	if ([...draft.company.trim()].length > longestName) wrong.company = t('setup.tooLong', { n: longestName })
	if (!draft.name.trim()) wrong.name = t('setup.nameMissing')
	if (!isEmail(draft.email)) wrong.email = t('setup.emailWrong')
	if (!inside && [...password].length < shortest) wrong.password = t('setup.passwordShort')
	draft.people.forEach((p, i) => {
		const begun = p.name.trim() || p.email.trim()
		if (begun && !p.name.trim()) wrong[`people[${i}].name`] = t('setup.personNameMissing')
		if (begun && !isEmail(p.email)) wrong[`people[${i}].email`] = t('setup.emailWrong')
	})
	if (!draft.spans.some((s) => s.days.length > 0)) wrong.hours = t('setup.hoursNone')
	if (!areTimes(draft.spans)) wrong['hours.times'] = t('ui.noTime') // said below the field itself
	return wrong
}

/** areTimes reports whether hours begin and end at times of day: a field keeps what somebody typed instead. */
export const areTimes = (spans: Span[]) => spans.every((s) => readClock(s.from) && readClock(s.to))

export const isEmail = (text: string) => /^\S+@\S+$/.test(text.trim())

/** wrongOf gives what the server says of a field, in our words where it only names a rule of its schema. */
export function wrongOf(error: unknown, field: string): string | undefined {
	if (!(error instanceof Problem)) return undefined
	const found = error.errors.find((e) => nameOf(e.field) === field)
	if (!found) return undefined
	return isRule(found.text) ? t('setup.wrong') : [found.text, found.hint].filter(Boolean).join(' ')
}

/** isPlaced reports whether everything a refusal says has its place beside a field of the form. */
export function isPlaced(error: unknown): boolean {
	return (
		error instanceof Problem &&
		error.errors.length > 0 &&
		error.errors.every((e) => placed.test(nameOf(e.field)))
	)
}

const placed =
	/^(company|name|email|password|speak|departments|people|hours|hours\.zone|languages|people\[\d+\]\.(name|email))$/
const nameOf = (field: string) => field.replace(/^body\./, '').replace(/^answers\./, '')

/** A rule of the API's description, such as "expected length <= 200": true, and for programs. */
const isRule = (text: string) => /^expected |^unexpected /.test(text)
