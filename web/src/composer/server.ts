import { api, ask, type Schemas } from '../api/client'
import type { Draft, Ruling, Words } from './keeper'
import { fits, type TextLimit } from './length'
import { joined, split } from './split'

export type Sent = Schemas['Sent']
export type Part = Schemas['Part']

/** What keeping needs of the server. */
export interface Server {
	create: (conversation: string, words: { leg: string; parts: Part[] }) => Promise<Draft>
	save: (draft: string, version: number, words: { leg: string; parts: Part[] }) => Promise<Draft>
	get: (draft: string) => Promise<Draft>
	drop: (draft: string) => Promise<Draft>
	check: (draft: string) => Promise<Ruling>
	send: (draft: string, version: number, take: boolean) => Promise<Sent>
	/** Tells colleagues; the same key tells them once. */
	note: (conversation: string, text: string, key: string) => Promise<unknown>
}

const at = (id: string) => ({ params: { path: { id } } })

export const server: Server = {
	create: (conversation, { leg, parts }) =>
		ask(api.POST('/api/v1/conversations/{id}/drafts', { ...at(conversation), body: { leg_id: leg, parts } })),
	save: (draft, version, { leg, parts }) =>
		ask(api.PUT('/api/v1/drafts/{id}', { ...at(draft), body: { leg_id: leg, parts, version } })),
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
	}
}
