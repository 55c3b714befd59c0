import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { api, ask } from '../api/client'
import { type Active, type Draft, draft as draftQuery } from './api'
import { type Content, Saver, type State } from './saver'

const most = 50

interface Held {
	content: Content
	change: (part: Partial<Content>) => void
	undo: (() => void) | undefined
	saved: State
	saver: Saver
	/** Takes what a colleague wrote in the place of what is here. */
	take: (draft: Draft) => void
}

const contentOf = (d: Draft): Content => ({
	source: d.source,
	why: d.why,
	objective: d.objective,
	accepted: d.accepted ?? [],
})

/** useContent holds what is written in a draft and keeps it. What a colleague wrote meanwhile is taken over when nothing waits here. */
export function useContent(active: Active, draft: Draft | undefined): Held {
	const queries = useQueryClient()
	const read = (): Content =>
		draft
			? contentOf(draft)
			: { source: active.source, why: '', objective: '', accepted: active.accepted ?? [] }
	const [content, setContent] = useState(read)
	const [past, setPast] = useState<string[]>([])
	const latest = useRef(content)
	latest.current = content
	const name = draft?.name ?? ''
	const basis = draft?.based_on
	// biome-ignore lint/correctness/useExhaustiveDependencies: one for each draft; its version is the saver's from then on
	const saver = useMemo(
		() =>
			new Saver(async (c, version) => {
				const body = { ...c, version, ...(basis && { based_on: basis }) }
				const kept = await ask(api.PUT('/api/v1/policy-drafts/{name}', { params: { path: { name } }, body }))
				queries.setQueryData(draftQuery(name).queryKey, kept)
				return kept.version
			}, draft?.version ?? 0),
		[name],
	)
	useEffect(() => () => void saver.flush(), [saver])
	const saved = useSyncExternalStore(saver.subscribe, () => saver.state)
	useEffect(() => {
		if (!draft || draft.version <= saver.version || saver.state.is !== 'kept') return
		saver.version = draft.version
		setContent(contentOf(draft))
	}, [draft, saver])
	const put = useCallback(
		(next: Content) => {
			latest.current = next
			setContent(next)
			saver.change(next)
		},
		[saver],
	)
	const change = useCallback(
		(part: Partial<Content>) => {
			const before = latest.current
			const next = { ...before, ...part }
			if (next.source !== before.source) setPast((p) => [...p.slice(1 - most), before.source])
			put(next)
		},
		[put],
	)
	const last = past.at(-1)
	const undo =
		last === undefined
			? undefined
			: () => {
					setPast((p) => p.slice(0, -1))
					put({ ...latest.current, source: last })
				}
	const take = (theirs: Draft) => {
		saver.take(theirs.version)
		latest.current = contentOf(theirs)
		setContent(latest.current)
	}
	return { content, change, undo, saved, saver, take }
}
