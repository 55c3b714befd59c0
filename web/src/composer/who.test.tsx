import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { noteWay, type Way } from './ways'
import { Who } from './who'

afterEach(cleanup)

const way = (leg: string, kind: string, readers: Way['readers'], more: Partial<Way> = {}): Way => ({
	leg,
	kind,
	readers,
	handle: '@ferrywell',
	parts: 1,
	...more,
})
const ways = [
	way('a', 'public', 'public'),
	way('b', 'direct', 'private'),
	way('c', 'email', 'private', { handle: 'care@ferrywell.example' }),
	noteWay,
]
const show = (at: number, all = ways) => {
	const onWay = vi.fn()
	const chosen = all[at] ?? noteWay
	render(<Who id="who" ways={all} way={chosen} name="Dana Whitlock" onWay={onWay} />)
	return onWay
}

test.each([
	[0, 'Everybody can read this', 'as @ferrywell'],
	[1, 'Only Dana Whitlock sees this', 'as @ferrywell'],
	[2, 'Only Dana Whitlock and whoever is copied reads this', 'as care@ferrywell.example'],
	[3, 'Only colleagues read this', ''],
])('way %d says who will see it', (at, words, as) => {
	show(at)
	const line = document.getElementById('who')
	expect(line?.textContent).toBe(words + as)
	expect(line?.getAttribute('aria-live')).toBe('assertive')
	expect(screen.getByRole('radiogroup').getAttribute('aria-describedby')).toBe('who')
})

test('the ways are one group, and another one is one press away', async () => {
	const onWay = show(0)
	expect(screen.getAllByRole('radio').map((r) => r.getAttribute('aria-keyshortcuts'))).toEqual([
		'Alt+1',
		'Alt+2',
		'Alt+3',
		'Alt+4',
	])
	await userEvent.click(screen.getByRole('radio', { name: 'Direct' }))
	expect(onWay).toHaveBeenCalledWith('b')
})

test('a way that cannot be gone cannot be chosen, and says why', async () => {
	const closed = way('a', 'public', 'public', { refused: { what: '@ferrywell only listens.', how: '' } })
	const onWay = show(1, [closed, noteWay])
	await userEvent.click(screen.getByRole('radio', { name: 'Public' }))
	expect(onWay).not.toHaveBeenCalled()
	expect(screen.getByTitle('@ferrywell only listens.')).toBeTruthy()
})
