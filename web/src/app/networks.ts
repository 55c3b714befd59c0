import type { Schemas } from '../api/client'

type Account = Schemas['Account']

/** How the networks are doing, in one line. */
export interface Networks {
	live: number
	/** Those that cannot be read, the longest first. */
	trouble: Account[]
}

/** networksOf sums accounts up: each that is read and answered counts, unless something is wrong with it. */
export function networksOf(accounts: readonly Account[]): Networks {
	const used = accounts.filter((a) => a.state === 'live' || a.state === 'listen' || a.state === 'broken')
	const trouble = used.filter((a) => a.state === 'broken' || a.health.code)
	return {
		live: used.length - trouble.length,
		trouble: trouble.sort((a, b) => (a.health.since ?? '').localeCompare(b.health.since ?? '')),
	}
}
