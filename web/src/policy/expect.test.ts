import { expect, test } from 'vitest'
import type { Schemas } from '../api/client'
import { expectInstead } from './expect'
import { policyOf } from './model'

const source = `version: 1
name: small
default: {owner: service}
tests:
  - {given: {intent: bug}, expect: {owner: service, helpers: [sales], deadline: 1h, informs: comms}}
`

test('a test expects what is decided now, and keeps what it expected rightly', () => {
	const policy = policyOf(source)
	const decision = { department: 'sales', helpers: null, informs: ['comms'], deadline_seconds: 3600 }
	const result = { decision } as unknown as Schemas['Result']
	expect(policy && expectInstead(policy, 0, result)).toEqual([
		{ set: ['tests', 0, 'expect', 'owner'], to: 'sales' },
		{ set: ['tests', 0, 'expect', 'helpers'], to: [] },
	])
	expect(policy && expectInstead(policy, 7, result)).toEqual([])
})
