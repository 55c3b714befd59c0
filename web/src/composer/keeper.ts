import type { Schemas } from '../api/client'
import type { Problem } from '../api/problem'

export type Draft = Schemas['Draft']
export type Ruling = Schemas['Ruling']
export type Attachment = Schemas['Attachment']

/** What somebody is writing: words for the customer on one leg, and words for colleagues, which never mix. */
export interface Words {
	leg: string
	text: string
	note: string
	files: Attachment[]
}

/** Trouble with keeping what is written. The words stay where they are. */
export type KeepTrouble =
	| { is: 'stale'; theirs: Draft }
	| { is: 'offline' }
	| { is: 'refused'; problem: Problem }

/** Keeper is what is written in one conversation, and what of it the server has. */
export interface Keeper extends Words {
	draft?: { id: string; version: number; hash: string; state: string }
	/** What the server has, as fingerprint gives it. */
	kept: string
	saving: boolean
	ruling?: Ruling
	trouble?: KeepTrouble
	/** It was found again, not typed just now. */
	restored: boolean
	/** The customer's last message when the writing began. */
	answers?: string
}

export type Happening =
	| { is: 'typed'; text: string; answers?: string | undefined }
	| { is: 'noted'; note: string }
	| { is: 'leg'; leg: string }
	| { is: 'files'; files: Attachment[] }
	| { is: 'read'; answers?: string | undefined }
	| { is: 'saving' }
	| { is: 'saved'; draft: Draft; what: string }
	| { is: 'failed'; trouble: KeepTrouble }
	| { is: 'ruled'; ruling: Ruling }
	| { is: 'seen'; draft: Draft; words: Words }
	| { is: 'mine' }
	| { is: 'theirs'; words: Words }
	| { is: 'gone' }
	| { is: 'found'; words: Partial<Words> }

export const nothing: Keeper = {
	leg: '',
	text: '',
	note: '',
	files: [],
	kept: '',
	saving: false,
	restored: false,
}

/** fingerprint names what the server would keep; two that are alike need no saving. */
export function fingerprint(w: Words): string {
	if (w.text.trim() === '' && w.files.length === 0) return ''
	return JSON.stringify([w.leg, w.text, w.files.map((f) => [f.blob, f.name, f.alt])])
}

export const dirty = (k: Keeper) => fingerprint(k) !== k.kept
/** frozen words wait for approval, or are on their way: they change no more. */
export const frozen = (k: Keeper) => k.draft !== undefined && k.draft.state !== 'editing'

/** keep says what becomes of what is written when something happens to it. */
export function keep(k: Keeper, h: Happening): Keeper {
	switch (h.is) {
		case 'typed':
			return typed(k, h.text, h.answers)
		case 'noted':
			return { ...k, note: h.note }
		case 'leg':
			return { ...k, leg: h.leg, ruling: undefined }
		case 'files':
			return { ...k, files: h.files, ruling: undefined }
		case 'read':
			return { ...k, answers: h.answers }
		case 'saving':
			return { ...k, saving: true }
		case 'saved':
			return { ...k, draft: known(h.draft), kept: h.what, saving: false, trouble: undefined }
		case 'failed':
			return { ...k, saving: false, trouble: h.trouble }
		case 'ruled':
			return h.ruling.hash === k.draft?.hash ? { ...k, ruling: h.ruling } : k
		case 'seen':
			return seen(k, h.draft, h.words)
		case 'mine':
			return k.trouble?.is === 'stale' ? { ...k, draft: known(k.trouble.theirs), trouble: undefined } : k
		case 'theirs':
			return k.trouble?.is === 'stale' ? adopt(k, k.trouble.theirs, h.words) : k
		case 'gone':
			return { ...nothing, leg: k.leg, note: k.note }
		case 'found':
			return { ...k, ...h.words, restored: true }
	}
}

function typed(k: Keeper, text: string, answers?: string): Keeper {
	const began = k.text.trim() === ''
	return { ...k, text, restored: false, answers: began ? answers : k.answers }
}

/** seen takes in what the server has. Another tab's words come in unless there are own ones that are not kept yet. */
function seen(k: Keeper, draft: Draft, words: Words): Keeper {
	if (k.saving || (k.draft?.id === draft.id && k.draft.version >= draft.version)) return k
	const same = fingerprint(words) === fingerprint(k)
	if (!dirty(k) || same) return adopt(k, draft, words)
	return { ...k, trouble: { is: 'stale', theirs: draft } }
}

function adopt(k: Keeper, draft: Draft, words: Words): Keeper {
	return {
		...k,
		...words,
		note: k.note,
		draft: known(draft),
		kept: fingerprint(words),
		ruling: draft.ruling,
		trouble: undefined,
		restored: k.text === '' && words.text !== '',
	}
}

function known(d: Draft): NonNullable<Keeper['draft']> {
	return { id: d.id, version: d.version, hash: d.hash, state: d.state }
}
