import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { MessageRow } from './message'
import type { Delivery, Message } from './queries'
import { sayingOf } from './said'
import { UnsettledRow } from './unsettled'

vi.mock('./message-menu', () => ({ MessageMenu: () => null }))
vi.mock('./talk', () => ({ useTalk: () => ({ names: { name: () => 'Ada' } }) }))
afterEach(cleanup)

const show = (message: object, kind = 'email') => {
	const m = {
		id: 'msg_1',
		direction: 'in',
		published_at: '2026-05-04T09:00:00Z',
		author: {},
		...message,
	} as unknown as Message
	const author = { shown: 'Lena', name: 'Lena' }
	return render(<MessageRow message={m} author={author} kind={kind} place={1} of={1} />).container.textContent
}
const recipients = [
	{ role: 'to', address: 'lena@ferry.example', name: 'Lena' },
	{ role: 'cc', address: 'jonas@ferry.example' },
	{ role: 'reply_to', address: 'else@ferry.example' },
]
const returned = {
	id: 'dlv_1',
	state: 'sent',
	returned_at: '2026-05-04T10:00:00Z',
	returned: '550 no such user',
} as Delivery

test('a mail of ours says whom it went to, and nobody else', () => {
	const said = show({ direction: 'out', content: { text: 'Hello', recipients } })
	expect(said).toContain('To lena@ferry.example')
	expect(said).toContain('Copy to jonas@ferry.example')
	expect(said).not.toContain('else@')
})

test('neither theirs nor what is no mail says it', () => {
	expect(show({ content: { text: 'Hello', recipients } })).not.toContain('lena@')
	expect(show({ direction: 'out', content: { text: 'Hello', recipients } }, 'public')).not.toContain('lena@')
})

test('a long list is folded, and opens', async () => {
	const many = Array.from({ length: 9 }, (_, i) => ({ role: 'cc', address: `p${i}@ferry.example` }))
	show({ direction: 'out', content: { text: 'Hello', recipients: many } })
	expect(screen.queryByText('p4@ferry.example')).toBeNull()
	await userEvent.click(screen.getByRole('button', { name: 'and 5 more' }))
	expect(screen.getByText('p8@ferry.example')).toBeTruthy()
	expect(screen.queryByRole('button', { name: /more/ })).toBeNull()
})

test.each([
	['forged', true, false],
	['unproven', false, true],
	['genuine', false, false],
	[undefined, false, false],
])('a sender that is %s', (sender, warns, doubts) => {
	const said = show({ content: { text: 'Hello', sender } })
	expect(said?.includes('Not from who it says: their domain denies it.')).toBe(warns)
	expect(said?.includes('Sender not proven')).toBe(doubts)
})

test('an answer that came back says so, why, and what to do', () => {
	const said = show({ direction: 'out', content: { text: 'Hello' }, delivery: returned })
	expect(said).toContain('This came back. It reached nobody. 550 no such user')
	expect(said).toContain('Check the address')
	expect(said).not.toContain('Sent')
	const { returned_at: _, ...arrived } = returned
	cleanup()
	expect(show({ direction: 'out', content: { text: 'Hello' }, delivery: arrived })).not.toContain('came back')
})

test('one whose message was not read yet says it too', () => {
	render(<UnsettledRow part={{ delivery: returned, text: 'Hello' }} kind="email" />)
	expect(screen.getByText('550 no such user')).toBeTruthy()
})

test('that it came back has its line', () => {
	expect(sayingOf({ kind: 'delivery.returned' } as never)?.word).toBe('event.cameBack')
})

test('what was only overheard says that it was not said to us', () => {
	expect(show({ content: { text: 'Their lids are loose.' }, overheard: true }, 'public')).toContain(
		'Not said to us',
	)
	expect(show({ content: { text: 'Your lids are loose.' } }, 'public')).not.toContain('Not said to us')
})
