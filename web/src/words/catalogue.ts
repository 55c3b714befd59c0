import { i18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { en } from './en'

/** Every text of the console has a key in a catalogue; a key nobody wrote does not compile. */
export type Key = keyof typeof en

i18n.setMessagesCompiler(compileMessage)
i18n.load('en', en)
i18n.activate('en')

/** t gives the text of a key, in ICU message format, with its values filled in. */
export function t(key: Key, values?: Record<string, unknown>): string {
	return i18n._(key, values)
}

/** The language the console is written in now, BCP 47. */
export function language(): string {
	return i18n.locale
}
