import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { followArrivals } from './arrival'
import { Heading } from './heading'

afterEach(cleanup)

type Navigated = Parameters<Parameters<Parameters<typeof followArrivals>[0]['subscribe']>[1]>[0]

/** going stands for a router: it tells that somebody goes somewhere. */
function going() {
	let told = (_: Navigated) => {}
	followArrivals({
		subscribe: ((_: string, fn: typeof told) => {
			told = fn
			return () => {}
		}) as unknown as Parameters<typeof followArrivals>[0]['subscribe'],
	})
	return (from: string | undefined, to: string, stays = false) =>
		told({
			fromLocation: from === undefined ? undefined : { pathname: from },
			toLocation: { pathname: to, state: { stays } },
			pathChanged: from !== to,
		} as unknown as Navigated)
}

const focused = () => document.activeElement?.textContent

test('the heading of a page one goes to takes the focus, even when it comes late', () => {
	const go = going()
	go('/me', '/teams')
	const shown = render(<p>Still reading</p>)
	expect(document.activeElement).toBe(document.body)
	shown.rerender(<Heading>Teams</Heading>)
	expect(focused()).toBe('Teams')
	expect(screen.getByRole('heading').tabIndex).toBe(-1)
})

test('the first page and what is passed on the way leave the focus alone', () => {
	const go = going()
	go(undefined, '/v/mine')
	render(<Heading>My work</Heading>)
	expect(document.activeElement).toBe(document.body)
	go('/c/1', '/c/2', true)
	render(<Heading>Dana</Heading>)
	expect(document.activeElement).toBe(document.body)
	go('/c/2', '/c/2')
	render(<Heading>Dana again</Heading>)
	expect(document.activeElement).toBe(document.body)
})

test('only the first heading of a page takes it', () => {
	const go = going()
	go('/me', '/networks')
	render(
		<>
			<Heading>Networks</Heading>
			<Heading>Practice</Heading>
		</>,
	)
	expect(focused()).toBe('Networks')
})
