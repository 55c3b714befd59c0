import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { me } from '../api/query'
import { usePhone } from '../ui/media'
import { type Active, check, compared, type Draft, type Finding } from './api'
import { type Desk, DeskContext } from './desk'
import { adopted, finished, isAlone, type Policy, policyOf, sensible } from './model'
import { useContent } from './use-content'
import { useSettled } from './use-settled'
import { useVocabulary } from './vocabulary'
import { allEdited, type Edit, Unwritable } from './yaml/edit'

/** How long nobody writes before the server is asked, in milliseconds. */
const patience = 200

interface Props {
	active: Active
	draft: Draft | undefined
	jump: (f: Pick<Finding, 'line' | 'rule'>) => void
	children: ReactNode
}

/** DeskProvider holds a policy that is read or worked on, what is wrong with it, and what it would change. */
export function DeskProvider({ active, draft, jump, children }: Props) {
	const { content, change, undo, saved, saver, take } = useContent(active, draft)
	const { source } = content
	const { data: who } = useQuery(me)
	const phone = usePhone()
	const [lit, light] = useState('')
	const name = draft?.name ?? ''
	const settled = useSettled(source, patience)
	const found = useQuery(check(settled, name))
	// A rule that says nothing yet would keep the others from being counted.
	const whole = useMemo(() => finished(settled), [settled])
	const moved = useQuery(compared(whole))
	const own = !found.isPlaceholderData && settled === source
	const { policy, adopt } = useSensible(source, own ? (found.data?.findings ?? []) : undefined)
	const vocabulary = useVocabulary(policy?.data)
	const latest = useRef(source)
	latest.current = source
	const edit = useCallback(
		(...edits: Edit[]) => {
			try {
				const next = allEdited(latest.current, edits)
				latest.current = next
				adopt(next)
				change({ source: next })
			} catch (error) {
				if (!(error instanceof Unwritable)) throw error
			}
		},
		[change, adopt],
	)
	const may = draft !== undefined && !phone && who?.permissions.includes('policy.activate') === true
	const desk: Desk = {
		name,
		leads: active,
		content,
		policy,
		vocabulary,
		check: found.data,
		checked: own,
		compared: moved.data,
		counted: settled === source && !moved.isPlaceholderData && !moved.isFetching && !moved.isError,
		alone: isAlone(policy?.data, vocabulary.people.length),
		may,
		edit,
		write: (next) => change({ source: next }),
		tell: change,
		undo: may ? undo : undefined,
		saved,
		flush: () => saver.flush(),
		version: () => saver.version,
		over: (version) => void saver.over(version),
		takeTheirs: take,
		lit,
		light,
		jump,
	}
	return <DeskContext value={desk}>{children}</DeskContext>
}

/** useSensible gives the policy as the forms show it; a rule with a slip keeps how it last made sense. */
function useSensible(source: string, findings: readonly Finding[] | undefined) {
	const now = useMemo(() => policyOf(source), [source])
	const last = useRef<Policy>(undefined)
	const slips = useRef<number[]>([])
	if (findings) slips.current = findings.filter((f) => f.kind === 'unreadable').map((f) => f.line)
	const clean = findings !== undefined && slips.current.length === 0 ? now : undefined
	useEffect(() => {
		if (clean) last.current = clean
	}, [clean])
	const key = slips.current.join()
	// biome-ignore lint/correctness/useExhaustiveDependencies: key says when the slips are others
	const policy = useMemo(() => sensible(now, last.current, slips.current), [now, key])
	const shown = useRef(policy)
	shown.current = policy
	// What the forms write makes sense to them, whatever else is found in it.
	const adopt = useCallback((next: string) => {
		const read = policyOf(next)
		if (read) last.current = adopted(read, shown.current)
	}, [])
	return { policy, adopt }
}
