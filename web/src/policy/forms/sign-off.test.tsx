import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import '../../words/en'
import { type Desk, DeskContext } from '../desk'
import { policyOf } from '../model'
import { SignOff } from './sign-off'

beforeAll(() => {
	Element.prototype.scrollIntoView = vi.fn()
	Element.prototype.hasPointerCapture = vi.fn()
})
afterEach(cleanup)

const source = 'version: 1\ndepartments: [service, product]\nsign_off: [product]\ndefault: {owner: service}\n'

function shown(leads: string) {
	const edit = vi.fn()
	const desk = {
		policy: policyOf(source),
		leads: { source: leads },
		may: true,
		edit,
		vocabulary: {
			departments: [{ value: 'product', label: 'Product' }],
			name: () => 'Product',
		},
	} as unknown as Desk
	render(
		<DeskContext value={desk}>
			<ul>
				<SignOff />
			</ul>
		</DeskContext>,
	)
	return edit
}

async function takeOut() {
	screen.getByRole('button', { name: 'Who has to agree: Product' }).focus()
	await userEvent.keyboard('{Enter}')
	await userEvent.click(await screen.findByRole('menuitem', { name: 'Take it out' }))
}

test('to take out who has to agree asks a second time, and says what stays owed', async () => {
	const edit = shown(source)
	await takeOut()
	expect(edit).not.toHaveBeenCalled()
	screen.getByText(/still has to agree to this change/)
	await userEvent.click(screen.getByRole('button', { name: 'Keep asking' }))
	expect(edit).not.toHaveBeenCalled()
	await takeOut()
	await userEvent.click(screen.getByRole('button', { name: 'Do not ask Product any more' }))
	expect(edit).toHaveBeenCalledWith({ drop: ['sign_off'] })
})

test('where the policy in force does not ask it either, that is said', async () => {
	shown('version: 1\ndefault: {owner: service}\n')
	await takeOut()
	screen.getByText(/is then not asked whether it agrees to this change/)
})
