import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { newQueries } from '../api/query'
import { newRouter } from './router'
import { showLate, titleOf, useTitle } from './title'

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

const leaves = Object.values(newRouter(newQueries()).routesById).filter(
	(route) => !route.children && route.options.component,
)

test('there are pages', () => expect(leaves.length).toBeGreaterThan(10))

test.each(leaves.map((route) => [route.fullPath, route] as const))('%s has a title', (_, route) => {
	expect(route.options.staticData?.title).toBeTruthy()
})

function Named({ name }: { name: string | undefined }) {
	useTitle(name)
	return null
}

test('a page names itself while it is shown', () => {
	const shown = render(<Named name="Dana" />)
	expect(document.title).toBe('Dana · Switchboard')
	shown.rerender(<Named name="Youssef" />)
	expect(document.title).toBe('Youssef · Switchboard')
	shown.rerender(<Named name={undefined} />)
	expect(document.title).toBe('Switchboard')
	shown.rerender(<Named name="Dana" />)
	shown.unmount()
	expect(document.title).toBe('Switchboard')
})
