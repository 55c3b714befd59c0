import { cleanup, render, screen } from '@testing-library/react'
import user from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import { wishes as all } from './draft'
import { moved } from './rank'
import { Wishes } from './wishes'

afterEach(cleanup)

function Ranked() {
	const [order, set] = useState(all)
	return <Wishes order={order} onChange={set} />
}

const order = () => screen.getAllByRole('listitem').map((row) => row.dataset.wish)

test('Alt and the arrows move a wish, and the focus goes with it', async () => {
	render(<Ranked />)
	screen.getByRole('button', { name: /^A quick first answer/ }).focus()
	await user.keyboard('{Alt>}{ArrowUp}{/Alt}')
	expect(order().slice(0, 2)).toEqual(['quick_first_answer', 'problems_solved'])
	expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^A quick first answer, 1 of 5/)
	expect(screen.getByRole('status').textContent).toBe('A quick first answer is now 1 of 5.')
	await user.keyboard('{Alt>}{ArrowUp}{/Alt}')
	expect(order()[0]).toBe('quick_first_answer') // it stands on top already
	await user.keyboard('{ArrowDown}')
	expect(order()[0]).toBe('quick_first_answer') // without Alt nothing moves
})

test('the buttons move a wish, and at the end the focus is not lost', async () => {
	render(<Ranked />)
	await user.click(screen.getByRole('button', { name: 'Move down: Questions answered everywhere' }))
	expect(order().at(-1)).toBe('answered_everywhere')
	expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Questions answered everywhere, 5 of 5/)
	expect(
		screen.getByRole<HTMLButtonElement>('button', { name: 'Move up: Problems truly solved' }).disabled,
	).toBe(true)
})

test.each([
	[0, 2, 'bca'],
	[2, 0, 'cab'],
	[1, 9, 'acb'],
	[1, -4, 'bac'],
	[7, 0, 'abc'],
])('what stood at %i stands at %i', (from, to, want) => {
	expect(moved([...'abc'], from, to).join('')).toBe(want)
})
