import { i18n } from '@lingui/core'
import type { en } from './en'
import './first'

/** Every text of the console has a key in a catalogue; a key nobody wrote does not compile. */
export type Key = keyof typeof en

/** t gives the text of a key, in ICU message format, with its values filled in. */
export function t(key: Key, values?: Record<string, unknown>): string {
	return i18n._(key, values)
}

/** isKey says whether something put together is a key with a text. */
export function isKey(key: string): key is Key {
	return key in i18n.messages
}

/** keysOf are the keys that begin so, as they stand in the catalogue. */
export function keysOf(begin: string): Key[] {
	return Object.keys(i18n.messages).filter((key): key is Key => key.startsWith(begin))
}

/** The language the console is written in now, BCP 47. */
export function language(): string {
	return i18n.locale
}
