import { useEffect } from 'react'

let page = ''
let late = 0

/** titleOf is what the browser's tab says: how much of mine is late, where I am, and the product. */
export function titleOf(page: string, late: number): string {
	return [late > 0 && `(${late})`, page, page && '·', 'Switchboard'].filter(Boolean).join(' ')
}

function write() {
	document.title = titleOf(page, late)
	const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
	const wanted = late > 0 ? '/mark-late.svg' : '/mark.svg'
	if (icon && icon.getAttribute('href') !== wanted) icon.href = wanted
}

/** useTitle names the page while it is shown; undefined leaves the name to another part of it. */
export function useTitle(name: string | undefined): void {
	useEffect(() => {
		if (name === undefined) return
		page = name
		write()
	}, [name])
}

/** showLate says in the title, and by the colour of the plug in the tab, how much of mine is late. */
export function showLate(n: number): void {
	late = n
	write()
}
