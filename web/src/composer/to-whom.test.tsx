import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { ToWhom } from './to-whom'

afterEach(cleanup)

const choices = [
	{ role: 'to', address: 'lena@ferry.example', name: 'Lena' },
	{ role: 'to', address: 'billing@ferry.example' },
]
const show = (chosen?: (typeof choices)[number], still = false) => {
	const onTo = vi.fn()
	render(<ToWhom whom={{ choices, chosen }} still={still} onTo={onTo} />)
	return onTo
}
const radios = () => screen.getAllByRole<HTMLInputElement>('radio')

test('it asks in full, chooses nobody by itself, and says the address that was pressed', async () => {
	const onTo = show()
	const group = screen.getByRole('group', { name: 'To:' })
	const about = document.getElementById(group.getAttribute('aria-describedby') ?? '')
	expect(about?.textContent).toBe('lena@ferry.example asks for answers elsewhere. Choose who gets this one.')
	expect(radios().map((r) => r.checked)).toEqual([false, false])
	await userEvent.click(screen.getByRole('radio', { name: 'billing@ferry.example' }))
	expect(onTo).toHaveBeenCalledWith('billing@ferry.example')
})

test('who is chosen is marked', () => {
	show(choices[0])
	expect(radios().map((r) => r.checked)).toEqual([true, false])
})

test('words that wait for somebody change no more, nor whom they go to', async () => {
	const onTo = show(choices[0], true)
	await userEvent.click(screen.getByRole('radio', { name: 'billing@ferry.example' }))
	expect(onTo).not.toHaveBeenCalled()
})
