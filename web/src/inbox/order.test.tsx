import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Conversation } from '../api/query'
import { useOrder } from './order'

const led = (id: string) =>
	({ id, stance: 'led', lead: 'agt_1', due_at: '2026-11-12T08:00:00Z' }) as Conversation

test('a row that is kept for its place shows how its conversation stands, not how it stood', () => {
	const closed = { ...led('b'), stance: 'closed', lead: undefined, due_at: undefined } as Conversation
	const looking = { grouped: false, keep: () => 3, held: true, open: 'b' }
	const { result, rerender } = renderHook(useOrder, {
		initialProps: {
			...looking,
			conversations: [led('a'), led('b')],
			lately: (_: string): Conversation | undefined => undefined,
		},
	})
	expect(result.current.known.get('b')?.stance).toBe('led')
	rerender({ ...looking, conversations: [led('a')], lately: (id) => (id === 'b' ? closed : undefined) })
	expect(result.current.isGone('b')).toBe(true)
	expect(result.current.slots.map((s) => s.id)).toEqual(['a', 'b'])
	expect(result.current.known.get('b')).toBe(closed)
	expect(result.current.known.get('a')?.stance).toBe('led')
})
