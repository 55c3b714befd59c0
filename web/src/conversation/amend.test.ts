import { expect, test } from 'vitest'
import { wishes } from './amend'
import type { Message } from './queries'

const all = { edit: true, delete: true, hide: true }
const message = (more: Partial<Message>) => ({ direction: 'out', visibility: 'public', ...more }) as Message

test.each([
	['our post', message({}), all, false, ['edit', 'delete']],
	['our post where nothing can be edited', message({}), { ...all, edit: false }, false, ['delete']],
	["a customer's post", message({ direction: 'in' }), all, false, ['hide']],
	['a hidden one', message({ direction: 'in', hidden_at: 'then' }), all, false, ['show']],
	['a private message', message({ direction: 'in', visibility: 'private' }), all, false, []],
	['a note', message({ visibility: 'internal' }), all, false, []],
	['what is gone', message({ deleted_at: 'then' }), all, false, []],
	['what waits for a change', message({}), all, true, []],
])('%s', (_, m, able, waits, want) => {
	expect(wishes(m, able, waits)).toEqual(want)
})
