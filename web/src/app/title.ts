import { useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { type Key, t } from '../words/catalogue'

declare module '@tanstack/react-router' {
	interface StaticDataRouteOption {
		/** What a page is called, in the title of the browser's tab. */
		title?: Key
	}
}

let place = ''
let own: string | undefined
let late = 0

/** titleOf is what the browser's tab says: how much of mine is late, where I am, and the product. */
export function titleOf(page: string, late: number): string {
	return [late > 0 && `(${late})`, page, page && '·', 'Switchboard'].filter(Boolean).join(' ')
}

function write() {
	document.title = titleOf(own ?? place, late)
	const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
	const wanted = late > 0 ? '/mark-late.svg' : '/mark.svg'
	if (icon && icon.getAttribute('href') !== wanted) icon.href = wanted
}

/** useTitles keeps the title of the browser's tab to what the routes say of the place one is at. */
export function useTitles(): void {
	const key = useRouterState({
		select: (s) => s.matches.findLast((m) => m.staticData.title)?.staticData.title,
	})
	useEffect(() => {
		place = key ? t(key) : ''
		write()
	}, [key])
}

/** useTitle names a page more exactly than its route does, while it is shown. */
export function useTitle(name: string | undefined): void {
	useEffect(() => {
		if (!name) return
		own = name
		write()
		return () => {
			if (own !== name) return
			own = undefined
			write()
		}
	}, [name])
}

/** showLate says in the title, and by the colour of the plug in the tab, how much of mine is late. */
export function showLate(n: number): void {
	late = n
	write()
}
