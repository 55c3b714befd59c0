import { isKey, type Key, t } from '../words/catalogue'
import type { Policy, Rule } from './model'
import { spoken, type Vocabulary } from './vocabulary'

/** kindWord says what kind of warning it is, in words. */
export const kindWord = (kind: string) => {
	const key = `policy.kind.${kind}`
	return isKey(key) ? t(key as Key) : spoken(kind)
}

/** called is how people speak of a rule: by its number and its name, or as whatever the default is. */
export const called = (rule: Rule) =>
	rule.stage === 'default'
		? t('policy.default')
		: rule.number
			? t('policy.ruleCalled', { n: rule.number, id: rule.id })
			: t('policy.ruleId2', { id: rule.id })

/**
 * plainly writes what the server found in the words of the forms: a rule by its number and name, a flag, an intent and a
 * department by their names. Words that name nothing stay as they are.
 */
export function plainly(
	text: string,
	policy: Policy | undefined,
	vocabulary: Pick<Vocabulary, 'departments'>,
): string {
	const rules = new Map((policy?.rules ?? []).map((r) => [r.id, r]))
	const departments = new Map(vocabulary.departments.map((d) => [d.value, d.label]))
	return text.replace(
		/\b(rule |flagged |flag )?([a-z][a-z0-9]*(?:[-_][a-z0-9]+)*)\b/g,
		(whole, before: string | undefined, word: string) => {
			const rule = rules.get(word)
			if (rule && word !== 'default' && (before === 'rule ' || /[-_]/.test(word))) return called(rule)
			const flag = `flag.${word}`
			if (isKey(flag) && (before?.startsWith('flag') || word.includes('_')))
				return t('policy.flaggedWord', { flag: t(flag as Key) })
			const intent = `intent.${word}`
			if (isKey(intent) && word.includes('_')) return t(intent as Key)
			const name = departments.get(word)
			return name && !before ? name : whole
		},
	)
}
