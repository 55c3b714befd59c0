import { useLocation } from '@tanstack/react-router'
import { wholeOf } from '../inbox/view'

/** shownView is the view whose list stands on a page, by the page's address; a team's queue counts as the team, and a list narrowed to a topic as the whole. */
export function shownView(pathname: string, from: unknown): string | undefined {
	const listed = /^\/v\/([^/]+)$/.exec(pathname)
	if (listed) return placeOf(decodeURIComponent(listed[1] as string))
	if (!pathname.startsWith('/c/')) return undefined
	return typeof from === 'string' ? placeOf(from) : 'mine'
}

const placeOf = (view: string) => wholeOf(view).replace(/^queue-/, 'team-')

/** useShownView gives the view whose list is shown, also while a conversation of it is open. */
export function useShownView(): string | undefined {
	const { pathname, search } = useLocation()
	return shownView(pathname, (search as { from?: unknown }).from)
}
