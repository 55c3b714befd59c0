import { act, renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useDigits } from './digits'

test('one set of digits at a time: the newest, then the one before', () => {
	const card = renderHook(({ wants }) => useDigits(wants), { initialProps: { wants: true } })
	expect(card.result.current[0]).toBe(true)
	const panel = renderHook(() => useDigits(true))
	expect([card.result.current[0], panel.result.current[0]]).toEqual([false, true])
	act(() => card.result.current[1]())
	expect([card.result.current[0], panel.result.current[0]]).toEqual([true, false])
	card.rerender({ wants: false })
	expect([card.result.current[0], panel.result.current[0]]).toEqual([false, true])
	panel.unmount()
	card.rerender({ wants: true })
	expect(card.result.current[0]).toBe(true)
})
