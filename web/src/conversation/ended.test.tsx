import { renderHook } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Conversation } from '../api/query'
import { useEnded } from './ended'

const offered = (id?: string) =>
	({ id: 'cnv_1', offer: id && { id, to: 'agt_1', at: '', expires_at: '' } }) as Conversation

test.each([
	['its offer ran out', undefined],
	['the same customer is offered again', 'ofr_2'],
])('the question why not ends when %s', (_, next) => {
	const open = vi.fn()
	const { rerender } = renderHook(({ c }) => useEnded(c, 'agt_1', 'decline', open), {
		initialProps: { c: offered('ofr_1') },
	})
	rerender({ c: { ...offered('ofr_1'), version: 2 } as Conversation })
	expect(open).not.toHaveBeenCalled()
	rerender({ c: offered(next) })
	expect(open).toHaveBeenCalledExactlyOnceWith(null)
})

test('other panels do not care', () => {
	const open = vi.fn()
	const { rerender } = renderHook(({ c }) => useEnded(c, 'agt_1', 'close', open), {
		initialProps: { c: offered('ofr_1') },
	})
	rerender({ c: offered() })
	expect(open).not.toHaveBeenCalled()
})
