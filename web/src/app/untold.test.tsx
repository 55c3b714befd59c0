import { QueryClient } from '@tanstack/react-query'
import { act, cleanup, render, screen } from '@testing-library/react'
import user from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '../api/problem'
import { desk, sit } from '../composer/desk'
import { refusals } from '../conversation/refusals'
import { Untold } from './untold'

const at = vi.hoisted(() => ({ id: undefined as string | undefined, went: vi.fn() }))
vi.mock('@tanstack/react-router', () => ({ useParams: () => ({ id: at.id }), useNavigate: () => at.went }))

const taken = {
	conversation: 'cnv_1',
	name: 'Dana',
	error: new Problem(409, 'conflict', '', 'Jonas took it.'),
}

beforeEach(() => {
	at.id = undefined
	at.went.mockClear()
	refusals.clear()
	localStorage.clear()
	sit(new QueryClient(), 'agt_me', { sent: () => {}, noted: () => {} })
})
afterEach(cleanup)

test('what was refused in a conversation one has left is told, with the way there', async () => {
	render(<Untold />)
	act(() => refusals.tell(taken))
	expect(screen.getByRole('alert').textContent).toContain('Dana: Jonas took it.')
	await user.click(screen.getByText('Show'))
	expect(at.went).toHaveBeenCalledWith({ to: '/c/$id', params: { id: 'cnv_1' } })
	await user.click(screen.getByRole('button', { name: 'Close' }))
	expect(screen.queryByRole('alert')).toBeNull()
})

test('where one is, it stands in its place and not here', () => {
	at.id = 'cnv_1'
	refusals.tell(taken)
	render(<Untold />)
	expect(screen.queryByRole('alert')).toBeNull()
})

test('an answer that was not sent is told of by name', () => {
	const keeping = desk().of('cnv_2')
	const order = { take: false, close: false, open: true, name: 'Omar' }
	keeping.happen({
		is: 'going',
		going: { is: 'refused', order, problem: new Problem(409, 'conflict', '', 'Jonas leads.') },
	})
	render(<Untold />)
	expect(screen.getByRole('alert').textContent).toMatch(/Your answer to Omar was not sent\..*Jonas leads\./)
})
