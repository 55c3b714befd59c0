import { expect, test } from 'vitest'
import { showLate, titleOf } from './title'

test.each([
	['My work', 0, 'My work · Switchboard'],
	['My work', 2, '(2) My work · Switchboard'],
	['', 0, 'Switchboard'],
	['', 1, '(1) Switchboard'],
])('%s with %d late is %s', (page, late, title) => {
	expect(titleOf(page, late)).toBe(title)
})

test("the plug in the browser's tab turns late, and back", () => {
	document.head.innerHTML = '<link rel="icon" href="/mark.svg">'
	const icon = () => document.querySelector('link')?.getAttribute('href')
	showLate(1)
	expect(icon()).toBe('/mark-late.svg')
	showLate(0)
	expect(icon()).toBe('/mark.svg')
})
