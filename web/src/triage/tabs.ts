import type { Key } from '../words/catalogue'

/** A part of how messages are read. */
export interface TriageTab {
	to: string
	word: Key
	/** What it takes to see it. */
	needs: string
}

/** One line for each part of the page; its route stands in routes.ts. */
export const triageTabs: readonly TriageTab[] = [
	{ to: '/triage/topics', word: 'triage.topics', needs: 'company.read' },
	{ to: '/triage/learning', word: 'learning.title', needs: 'policy.read' },
	{ to: '/triage/classifier', word: 'classifier.title', needs: 'installation.read' },
]
