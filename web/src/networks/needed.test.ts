import { expect, test } from 'vitest'
import type { Form } from './api'
import { missing } from './config'

const text = (name: string, more = {}) => ({ name, label: name, kind: 'text', required: false, ...more })
const email = {
	key: 'email',
	fields: [
		text('address', { required: true }),
		text('provider', { default: 'other' }),
		text('imap_host'),
		text('smtp_host'),
		text('auth', { default: 'password' }),
		text('password', { kind: 'secret', secret: true }),
		text('sender'),
	],
} as unknown as Form

test.each([
	[{}, ['address', 'imap_host', 'smtp_host', 'password']],
	[{ address: 'a@b', provider: 'other', auth: 'oauth2' }, ['imap_host', 'smtp_host']],
	[{ address: 'a@b', provider: 'gmail' }, ['password']],
	[{ address: 'a@b', provider: 'gmail', auth: 'oauth2' }, []],
])('of a mailbox with %o are needed %o', (values, names) => {
	expect(Object.keys(missing(email, values, { kept: false }))).toEqual(names)
})

test('a password that is kept is not asked for again', () => {
	const values = { address: 'a@b', imap_host: 'i', smtp_host: 's' }
	expect(missing(email, values, { kept: true })).toEqual({})
})
