import { api, ask, type Schemas } from '../api/client'
import type { Draft, Ruling, Words } from './keeper'
import { fits, type TextLimit } from './length'
import { joined, split } from './split'

export type Sent = Schemas['Sent']
export type Part = Schemas['Part']

/** What is kept of words: where, what, and to whom where that has to be said. */
export interface Kept {
	leg: string
	parts: Part[]
	to: string
}

/** What keeping needs of the server. */
export interface Server {
	create: (conversation: string, words: Kept) => Promise<Draft>
	save: (draft: string, version: number, words: Kept) => Promise<Draft>
	get: (draft: string) => Promise<Draft>
	drop: (draft: string) => Promise<Draft>
	check: (draft: string) => Promise<Ruling>
	send: (draft: string, version: number, take: boolean) => Promise<Sent>
	/** Tells colleagues; the same key tells them once. */
	note: (conversation: string, text: string, key: string) => Promise<unknown>
}

const at = (id: string) => ({ params: { path: { id } } })
const textOf = ({ leg, parts, to }: Kept) => ({ leg_id: leg, parts, ...(to && { to }) })

export const server: Server = {
	create: (conversation, words) =>
		ask(api.POST('/api/v1/conversations/{id}/drafts', { ...at(conversation), body: textOf(words) })),
	save: (draft, version, words) =>
		ask(api.PUT('/api/v1/drafts/{id}', { ...at(draft), body: { ...textOf(words), version } })),
	get: (draft) => ask(api.GET('/api/v1/drafts/{id}', at(draft))),
	drop: (draft) => ask(api.DELETE('/api/v1/drafts/{id}', at(draft))),
	check: (draft) => ask(api.POST('/api/v1/drafts/{id}/check', at(draft))),
	send: (draft, version, take) =>
		ask(api.POST('/api/v1/drafts/{id}/send', { ...at(draft), body: { version, take } })),
	note: (conversation, text, key) =>
		ask(
			api.POST('/api/v1/conversations/{id}/notes', {
				params: { path: { id: conversation }, header: { 'Idempotency-Key': key } },
				body: { text },
			}),
		),
}

/** What a way can carry. */
export interface Carries {
	limit?: TextLimit | undefined
	parts: number
}

/** partsOf is how words go out: one post, or several where it is too long for one and the network has chains. */
export function partsOf(words: Pick<Words, 'text' | 'files'>, { limit, parts }: Carries): Part[] {
	const whole = !limit || parts < 2 || fits(words.text.trim(), limit)
	const texts = whole ? [words.text] : split(words.text, limit)
	return texts.map((text, i) =>
		i === 0 && words.files.length > 0 ? { text, attachments: words.files } : { text },
	)
}

/** wordsOf puts a draft's parts together again. */
export function wordsOf(draft: Draft): Words {
	const parts = draft.parts ?? []
	return {
		leg: draft.leg_id,
		text: joined(parts.map((p) => p.text)),
		note: '',
		files: parts.flatMap((p) => p.attachments ?? []),
		to: draft.to ?? '',
	}
}
