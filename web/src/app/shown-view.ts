import { useLocation } from '@tanstack/react-router'

/** shownView is the view whose list stands on a page, by the page's address; a team's queue counts as the team. */
export function shownView(pathname: string, from: unknown): string | undefined {
	const listed = /^\/v\/([^/]+)$/.exec(pathname)
	if (listed) return decodeURIComponent(listed[1] as string).replace(/^queue-/, 'team-')
	if (!pathname.startsWith('/c/')) return undefined
	return typeof from === 'string' ? from.replace(/^queue-/, 'team-') : 'mine'
}

/** useShownView gives the view whose list is shown, also while a conversation of it is open. */
export function useShownView(): string | undefined {
	const { pathname, search } = useLocation()
	return shownView(pathname, (search as { from?: unknown }).from)
}
