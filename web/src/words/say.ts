import { i18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'

i18n.setMessagesCompiler(compileMessage)
i18n.load('en', {})
i18n.activate('en')

/** say makes the texts of an area known. What only some pages say is loaded with those pages. */
export function say<const T extends Record<string, string>>(words: T): T {
	i18n.load('en', words)
	return words
}
