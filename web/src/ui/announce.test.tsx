import { act, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { Announcer, announce } from './announce'

test('a screen reader hears one line every five seconds, the newest', () => {
	vi.useFakeTimers()
	render(<Announcer />)
	act(() => announce('1 new'))
	act(() => announce('2 new'))
	act(() => announce('3 new'))
	const line = screen.getByRole('status')
	expect(line.textContent).toBe('1 new')
	act(() => void vi.advanceTimersByTime(4999))
	expect(line.textContent).toBe('1 new')
	act(() => void vi.advanceTimersByTime(1))
	expect(line.textContent).toBe('3 new')
	vi.useRealTimers()
})
