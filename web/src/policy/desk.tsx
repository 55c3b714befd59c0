import { createContext, use } from 'react'
import type { Accepted, Active, Check, Compared, Draft, Finding } from './api'
import type { Policy } from './model'
import type { Content, State } from './saver'
import type { Vocabulary } from './vocabulary'
import type { Edit } from './yaml/edit'

/** Desk is a policy that is being read or worked on. */
export interface Desk {
	/** The draft's name; empty while the policy in force is read. */
	name: string
	leads: Active
	content: Content
	/** How it is shown as forms. */
	policy: Policy | undefined
	vocabulary: Vocabulary
	check: Check | undefined
	/** What was found is about this very text. */
	checked: boolean
	compared: Compared | undefined
	counted: boolean
	/** One person is the whole company: nothing is asked of others. */
	alone: boolean
	/** Whoever reads may change it here. */
	may: boolean
	edit: (...edits: Edit[]) => void
	/** Another text. */
	write: (source: string) => void
	tell: (words: Partial<Pick<Content, 'why' | 'objective'>> & { accepted?: Accepted[] }) => void
	undo: (() => void) | undefined
	saved: State
	flush: () => Promise<void>
	/** The version that is kept. */
	version: () => number
	/** Keeps what is here over another version, or takes what a colleague wrote in its place. */
	over: (version: number) => void
	takeTheirs: (draft: Draft) => void
	/** The rule that decides what is tried out. */
	lit: string
	light: (rule: string) => void
	/** Goes to what a finding is about. */
	jump: (f: Pick<Finding, 'line' | 'rule'>) => void
}

export const DeskContext = createContext<Desk | undefined>(undefined)

/** useDesk gives the policy that the page is about. */
export function useDesk(): Desk {
	const desk = use(DeskContext)
	if (!desk) throw new Error('no policy is shown')
	return desk
}
