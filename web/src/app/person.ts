import type { QueryClient } from '@tanstack/react-query'
import { rise, sit } from '../composer/desk'
import { tellingOf } from '../composer/use-sending'
import { refusals } from '../conversation/refusals'
import { undo } from '../conversation/undo'
import { letGo } from '../ui/held-words'

let here: string | undefined
const tabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('switchboard.person')

// All tabs of a browser have one session: where somebody else signs in, what the one before had open here goes.
if (tabs)
	tabs.onmessage = ({ data }) => {
		if (here === undefined || data === here) return
		rise()
		location.reload()
	}

/** greet makes ready for whoever is signed in. What somebody else did or wrote here before is not handed on to them. */
export function greet(queries: QueryClient, agent: string): void {
	if (agent !== here) tabs?.postMessage(agent)
	here = agent
	if (!sit(queries, agent, tellingOf(queries))) return
	refusals.clear()
	undo.clear()
	letGo()
}
