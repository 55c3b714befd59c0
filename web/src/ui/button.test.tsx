import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { Button } from './button'

afterEach(cleanup)

test('a double click is one press, and another press is another', async () => {
	const press = vi.fn()
	render(<Button onClick={press}>Pause</Button>)
	await userEvent.dblClick(screen.getByRole('button'))
	expect(press).toHaveBeenCalledOnce()
	await userEvent.click(document.body)
	await userEvent.click(screen.getByRole('button'))
	expect(press).toHaveBeenCalledTimes(2)
})

test('a form is sent once by a double click on its button, and again by Enter', async () => {
	const send = vi.fn((e: { preventDefault: () => void }) => e.preventDefault())
	render(
		<form onSubmit={send}>
			<input aria-label="Name" />
			<Button type="submit">Add it</Button>
		</form>,
	)
	await userEvent.dblClick(screen.getByRole('button'))
	expect(send).toHaveBeenCalledOnce()
	await userEvent.type(screen.getByLabelText('Name'), 'x{Enter}')
	expect(send).toHaveBeenCalledTimes(2)
})

test('what moves something on takes every press', async () => {
	const move = vi.fn()
	render(
		<Button repeats onClick={move}>
			Move up
		</Button>,
	)
	await userEvent.dblClick(screen.getByRole('button'))
	expect(move).toHaveBeenCalledTimes(2)
})
