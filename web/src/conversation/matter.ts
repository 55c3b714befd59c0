import { t } from '../words/catalogue'

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' })

/**
 * matterOf is what a conversation is about, as far as anybody said: a subject, or the first sentence of the customer's
 * words, without the accounts it is addressed to.
 */
export function matterOf(words: string, subject?: string): string {
	const said = withoutNames(subject?.trim() || words).trim()
	const [first] = sentences.segment(said)
	const matter = (first?.segment ?? '').trim().replace(/[.。]$/u, '')
	if (!matter) return t('conversation.untitled')
	const [letter = '', ...rest] = matter
	return letter.toLocaleUpperCase() + rest.join('')
}

/** customerOf is what the customer is called. Who brought it in from elsewhere may not have known. */
export function customerOf(c: { customer_name: string }): string {
	return c.customer_name || t('conversation.somebody')
}

/** withoutNames is what was said without the accounts it is addressed to, which all say the same. */
export function withoutNames(words: string): string {
	return words.replace(/^(@[\w.-]+[,:]?\s+)+/u, '') || words
}

/**
 * directionOf is which way somebody's words run: by their first letter, but not by that of an account they name or an
 * address, which is often in another script.
 */
export function directionOf(words: string): 'ltr' | 'rtl' | 'auto' {
	const letter = /\p{L}/u.exec(words.replace(/[@#][\w.-]+|https?:\/\/\S+/gu, ''))?.[0]
	if (letter === undefined) return 'auto'
	const leftwards =
		/\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}|\p{Script=Adlam}/u
	return leftwards.test(letter) ? 'rtl' : 'ltr'
}
