import { useEffect, useRef } from 'react'
import type { Conversation } from '../api/query'
import type { PanelName, Talk } from './talk'

/** useEnded shuts the question why not once what was asked is over: what is asked after that is another question. */
export function useEnded(
	c: Conversation,
	self: string | undefined,
	panel: PanelName | null,
	open: Talk['open'],
) {
	const about = useRef<string>(undefined)
	const asked = askedOf(c, self)
	useEffect(() => {
		if (panel !== 'decline') {
			about.current = undefined
			return
		}
		about.current ??= asked
		if (asked === undefined || asked !== about.current) open(null)
	}, [panel, asked, open])
}

/** askedOf names what waits for somebody's yes or no. */
function askedOf({ offer, transfer }: Conversation, self: string | undefined): string | undefined {
	if (offer?.to === self) return offer?.id
	return transfer?.to === self ? transfer?.at : undefined
}
