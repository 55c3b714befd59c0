import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Conversation } from '../api/query'
import { itemsOf } from './items'
import { List } from './list'
import type { InboxList } from './use-list'

const drawn: string[] = []
vi.mock('./row', () => ({
	Row: ({ conversation }: { conversation: Conversation }) => {
		drawn.push(conversation.id)
		return null
	},
}))

beforeEach(() => {
	vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(760)
	vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(340)
	drawn.length = 0
})
afterEach(cleanup)

const all = Array.from({ length: 400 }, (_, i) => ({
	id: `cnv_${i}`,
	customer_name: `Customer ${i}`,
	preview: '',
	last_message_at: '2026-11-12T08:00:00Z',
})) as Conversation[]

function listOf(more: Partial<InboxList> = {}) {
	const slots = all.map(({ id }) => ({ id, group: undefined }))
	return {
		items: itemsOf(slots, new Set()),
		order: { slots, known: new Map(all.map((c) => [c.id, c])), isGone: () => false },
		rows: { conversations: all, more: true, readMore: vi.fn() },
		onlooker: { me: 'agt_1', nameOf: () => '' },
		sight: { current: { last: -1, scrollTo: () => {} } },
		wantsMore: true,
		followsOpen: () => false,
		act: {},
		watch: {},
		...more,
	} as unknown as InboxList
}

function scrollTo(top: number) {
	const box = screen.getByRole('listbox')
	Object.defineProperty(box, 'scrollTop', { value: top, configurable: true })
	fireEvent.scroll(box)
}

test('scrolling draws the rows that come into view, none again', () => {
	const list = listOf()
	const { rerender } = render(<List list={list} name="Everything" />)
	const first = [...drawn]
	expect(first.length).toBeGreaterThan(8)
	drawn.length = 0
	act(() => scrollTo(760))
	expect(drawn.length).toBeGreaterThan(0)
	expect(drawn.filter((id) => first.includes(id))).toEqual([])
	drawn.length = 0
	rerender(<List list={list} name="Everything" />)
	expect(drawn).toEqual([])
})

test('what is in sight is told, and the next page is read before its end is', () => {
	const list = listOf()
	render(<List list={list} name="Everything" />)
	expect(list.sight.current.last).toBeGreaterThan(8)
	expect(list.rows.readMore).not.toHaveBeenCalled()
	act(() => scrollTo(76 * 370))
	expect(list.rows.readMore).toHaveBeenCalledTimes(1)
})

test('a list of which enough is known reads no further', () => {
	const list = listOf({ wantsMore: false })
	render(<List list={list} name="Everything" />)
	act(() => scrollTo(76 * 370))
	expect(list.rows.readMore).not.toHaveBeenCalled()
})
