import { renderHook } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { useSingle } from './single'

test('two presses begin one thing, a third after its end another', async () => {
	let end = () => {}
	const begin = vi.fn(
		() => new Promise<void>((done, fail) => (end = begin.mock.calls.length > 1 ? fail : done)),
	)
	const { result } = renderHook(() => useSingle(begin))
	result.current()
	result.current()
	expect(begin).toHaveBeenCalledTimes(1)
	end()
	await Promise.resolve()
	result.current()
	expect(begin).toHaveBeenCalledTimes(2)
	end()
	await Promise.resolve()
	await Promise.resolve()
	result.current()
	expect(begin).toHaveBeenCalledTimes(3)
})
