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
	/** Who of those who may be meant gets it; empty where that is clear, or not said yet. */
	to: string
}

/** Order is what to send, and how. */
export interface Order {
	take: boolean
	/** Close the conversation once it is on its way. */
	close: boolean
	/** Everybody will see it: it waits a moment. */
	open: boolean
	/** Whom it is for, to tell somebody who has moved on. */
	name: string
}

/** Going is what becomes of an answer from the press of the button until the server's word of it. */
export type Going =
	| { is: 'leaves'; at: Date; order: Order }
	| { is: 'sending'; order: Order }
	/** No answer came. It is looked whether it stands. */
	| { is: 'unknown'; order: Order }
	| { is: 'refused'; problem: Problem; order: Order }
	/** The guard let it not go: it waits for somebody, or has to be changed. */
	| { is: 'stopped'; order: Order }

/** Trouble with keeping what is written. The words stay where they are. */
export type KeepTrouble =
	| { is: 'stale'; theirs: Draft }
	| { is: 'offline' }
	| { is: 'refused'; problem: Problem }
	/** The draft was sent or dropped somewhere else, and here are other words. */
	| { is: 'ended'; state: string }

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
	answers?: string | undefined
	/** Somebody chose the leg. Until then words go where the customer wrote last. */
	picked: boolean
	going?: Going | undefined
	/** Names the note while it is not known whether colleagues have it. */
	noteKey?: string | undefined
	/** Another draft of one's own in this conversation, begun somewhere else. */
	other?: Draft | undefined
}

export type Happening =
	| { is: 'typed'; text: string; answers?: string | undefined }
	| { is: 'noted'; note: string }
	| { is: 'noting'; key: string }
	| { is: 'leg'; leg: string; picked?: boolean }
	| { is: 'files'; files: Attachment[] }
	| { is: 'to'; to: string }
	| { is: 'read'; answers?: string | undefined }
	| { is: 'saving' }
	| { is: 'saved'; draft: Draft; what: string }
	| { is: 'failed'; trouble: KeepTrouble }
	| { is: 'ruled'; ruling: Ruling }
	| { is: 'seen'; draft: Draft; words: Words }
	| { is: 'ended'; state: string }
	| { is: 'mine' }
	| { is: 'theirs'; words: Words }
	| { is: 'beside'; other?: Draft | undefined }
	| { is: 'swapped'; words: Words }
	| { is: 'going'; going?: Going | undefined }
	| { is: 'gone' }
	| { is: 'found'; words: Found }

/** Found is what this browser kept of somebody's words. */
export type Found = Partial<Pick<Keeper, 'leg' | 'text' | 'files' | 'to' | 'note' | 'noteKey' | 'answers'>>

export const nothing: Keeper = {
	leg: '',
	text: '',
	note: '',
	files: [],
	to: '',
	kept: '',
	saving: false,
	restored: false,
	picked: false,
}

/** fingerprint names what the server would keep; two that are alike need no saving. */
export function fingerprint(w: Words): string {
	if (w.text.trim() === '' && w.files.length === 0) return ''
	return JSON.stringify([w.leg, w.text, w.files.map((f) => [f.blob, f.name, f.alt]), w.to])
}

export const dirty = (k: Keeper) => fingerprint(k) !== k.kept
/** held words wait for approval. */
export const held = (k: Keeper) => k.draft !== undefined && k.draft.state !== 'editing'
/** frozen words are held, or on their way: they change no more. */
export const frozen = (k: Keeper) => held(k) || underWay(k)
/** underWay words have been sent off, and it is not known yet what became of them. */
export const underWay = (k: Keeper) =>
	k.going !== undefined && k.going.is !== 'refused' && k.going.is !== 'stopped'

/** keep says what becomes of what is written when something happens to it. */
export function keep(k: Keeper, h: Happening): Keeper {
	switch (h.is) {
		case 'typed':
			return frozen(k) ? k : typed(k, h.text, h.answers)
		case 'noted':
			return { ...k, note: h.note, noteKey: undefined }
		case 'noting':
			return { ...k, noteKey: h.key }
		case 'leg':
			return frozen(k) ? k : led(k, h.leg, h.picked)
		case 'files':
			return frozen(k) ? k : { ...k, files: h.files, ruling: undefined, going: undefined }
		case 'to':
			return frozen(k) ? k : { ...k, to: h.to, ruling: undefined, going: undefined }
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
		case 'ended':
			return ended(k, h.state)
		case 'mine':
			return mine(k)
		case 'theirs':
			return theirs(k, h.words)
		case 'beside':
			return beside(k, h.other)
		case 'swapped':
			return k.other ? { ...adopt(k, k.other, h.words), other: undefined } : k
		case 'going':
			return { ...k, going: h.going }
		case 'gone':
			return { ...nothing, leg: k.leg, note: k.note, noteKey: k.noteKey, other: k.other }
		case 'found':
			return { ...k, ...h.words, restored: (h.words.text ?? '') !== '' }
	}
}

function typed(k: Keeper, text: string, answers?: string): Keeper {
	const began = k.text.trim() === ''
	return { ...k, text, restored: false, going: undefined, answers: began ? answers : k.answers }
}

/** led goes another way. Whom it goes to is said of one way alone. */
function led(k: Keeper, leg: string, picked = k.picked): Keeper {
	return { ...k, leg, picked, to: leg === k.leg ? k.to : '', ruling: undefined }
}

/** seen takes in what the server has. Another tab's words come in unless there are own ones that are not kept yet. */
function seen(k: Keeper, draft: Draft, words: Words): Keeper {
	if (k.saving || underWay(k) || (k.draft?.id === draft.id && k.draft.version >= draft.version)) return k
	const same = fingerprint(words) === fingerprint(k)
	if (!dirty(k) || same) return adopt(k, draft, words)
	return { ...k, trouble: { is: 'stale', theirs: draft } }
}

/** ended lets go of a draft that was sent or dropped somewhere else. Words that only stand here stay. */
function ended(k: Keeper, state: string): Keeper {
	if (!dirty(k)) return keep(k, { is: 'gone' })
	return {
		...k,
		draft: undefined,
		saving: false,
		ruling: undefined,
		going: undefined,
		trouble: { is: 'ended', state },
	}
}

/** mine goes on with the words that stand here: over those of another tab, or as a new draft. */
function mine(k: Keeper): Keeper {
	if (k.trouble?.is === 'stale') return { ...k, draft: known(k.trouble.theirs), trouble: undefined }
	return k.trouble?.is === 'ended' ? { ...k, kept: '', trouble: undefined } : k
}

function theirs(k: Keeper, words: Words): Keeper {
	return k.trouble?.is === 'stale' ? adopt(k, k.trouble.theirs, words) : k
}

function beside(k: Keeper, other?: Draft): Keeper {
	return k.other?.id === other?.id && k.other?.version === other?.version ? k : { ...k, other }
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
