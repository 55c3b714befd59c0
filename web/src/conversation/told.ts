import { useQuery } from '@tanstack/react-query'
import { createContext, use, useMemo } from 'react'
import { accounts, networks } from '../api/query'
import type { Able } from './amend'
import { type Amendment, amendments, drafts, type Message } from './queries'
import type { Names, Talk } from './talk'

/** Told is what the timeline knows beside the messages: who wrote ours, what is being changed, what networks can do. */
export interface Told {
	author: (m: Message) => Author
	kindOf: (m: Message) => string
	able: (m: Message) => Able
	/** The latest change of a message that is under way or was refused. */
	amendment: (m: Message) => Amendment | undefined
	/** Messages with a change under way. */
	waiting: Set<string>
}

/** Author is who said something: as it is shown, and the name behind it. */
export interface Author {
	/** The colleague it is, where that is known. */
	agent?: string
	shown: string
	name: string
}

const context = createContext<Told | null>(null)
export const ToldProvider = context.Provider

export function useTold(): Told {
	const told = use(context)
	if (!told) throw new Error('no timeline is around this')
	return told
}

/** useTelling gathers what Told holds for a conversation. */
export function useTelling({ id, detail, names, self }: Talk): Told {
	const mayWrite = self.permissions.includes('draft.write')
	const { data: written } = useQuery({ ...drafts(id), enabled: mayWrite })
	const { data: changes } = useQuery(amendments(id))
	const { data: known } = useQuery(networks)
	const { data: ours } = useQuery(accounts)
	return useMemo(() => {
		const authors = new Map(written?.items.map((d) => [d.id, d.author_id]))
		const kinds = new Map(detail.legs.map((l) => [l.id, l.kind]))
		const can = new Map(
			known?.items.map((n) => [n.key, new Set(n.capabilities?.map((c) => c.capability))] as const),
		)
		const handles = new Map(ours?.items.map((a) => [a.id, a.name || a.handle]))
		// The newest change of a message comes last in the map.
		const latest = new Map(
			[...(changes?.items ?? [])]
				.sort((a, b) => a.created_at.localeCompare(b.created_at))
				.map((a) => [a.message_id, a] as const),
		)
		return {
			author: (m) => authorOf(m, authors, handles, names),
			kindOf: (m) => (m.visibility === 'internal' ? 'internal' : (kinds.get(m.leg_id ?? '') ?? m.visibility)),
			able: (m) => {
				const has = can.get(m.network)
				return { edit: !!has?.has('edit'), delete: !!has?.has('delete'), hide: !!has?.has('hide') }
			},
			amendment: (m) => latest.get(m.id),
			waiting: new Set([...latest.values()].filter((a) => a.state === 'waiting').map((a) => a.message_id)),
		}
	}, [written, changes, known, ours, detail.legs, names])
}

function authorOf(
	m: Message,
	authors: Map<string, string>,
	handles: Map<string, string>,
	names: Names,
): Author {
	const same = (name: string) => ({ shown: name, name })
	if (m.direction === 'in') return same(m.author.name || m.author.handle || m.author.id)
	if (m.kind === 'advice') return same(m.author.name || m.author.handle || '')
	const agent = m.visibility === 'internal' ? m.author.id : m.delivery && authors.get(m.delivery.draft_id)
	if (agent) return { shown: names.who(agent), name: names.name(agent), agent }
	return same(m.author.name || handles.get(m.account_id) || m.author.handle || '')
}
