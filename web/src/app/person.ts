import type { QueryClient } from '@tanstack/react-query'
import { askFor, onSomebodyElse } from '../api/client'
import { rise, sit } from '../composer/desk'
import { tellingOf } from '../composer/use-sending'
import { refusals } from '../conversation/refusals'
import { undo } from '../conversation/undo'
import { letGo } from '../ui/held-words'

let here: string | undefined
const tabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('switchboard.person')

/** begin shows this tab anew as whoever is signed in now. What was written here and is kept stays with its author. */
function begin() {
	rise()
	location.reload()
}

// All tabs of a browser have one session: where somebody else signs in, what the one before had open here goes. The other
// tab says so; should it not be heard, the server refuses what is asked here for the one before.
if (tabs)
	tabs.onmessage = ({ data }) => {
		if (here !== undefined && data !== here) begin()
	}
onSomebodyElse(begin)

/** greet makes ready for whoever is signed in. What somebody else did or wrote here before is not handed on to them. */
export function greet(queries: QueryClient, agent: string): void {
	if (agent !== here) tabs?.postMessage(agent)
	here = agent
	askFor(agent)
	if (!sit(queries, agent, tellingOf(queries))) return
	refusals.clear()
	undo.clear()
	letGo()
}

/** part is nobody being signed in any more: who comes next is to be found out. */
export function part(): void {
	rise()
	askFor('')
}
