import type { QueryClient } from '@tanstack/react-query'
import { sit } from '../composer/desk'
import { tellingOf } from '../composer/use-sending'
import { refusals } from '../conversation/refusals'
import { undo } from '../conversation/undo'

/** greet makes ready for whoever is signed in. What somebody else did or wrote here before is not handed on to them. */
export function greet(queries: QueryClient, agent: string): void {
	if (!sit(queries, agent, tellingOf(queries))) return
	refusals.clear()
	undo.clear()
}
