import { expect, test } from 'vitest'
import { focusPane } from './pane-focus'

test('F6 goes through the parts of the page and round, passing over what is not shown', () => {
	document.body.innerHTML = `
		<nav data-pane tabindex="-1" id="nav"><a href="/" aria-current="page" id="here">My work</a></nav>
		<section data-pane tabindex="-1" id="pane"><div role="listbox" tabindex="0" id="rows"></div></section>
		<main id="main"></main>
		<aside id="hidden"></aside>`
	for (const e of document.querySelectorAll<HTMLElement>('nav, section, main')) {
		e.getClientRects = () => [{}] as unknown as DOMRectList
	}
	const hidden = document.getElementById('hidden') as HTMLElement
	hidden.getClientRects = () => [] as unknown as DOMRectList
	const went: (string | undefined)[] = []
	for (const by of [1, 1, 1, 1, -1] as const) {
		focusPane(by)
		went.push(document.activeElement?.id)
	}
	expect(went).toEqual(['here', 'rows', 'main', 'here', 'main'])
})
