import { expect, test } from 'vitest'
import { newQueries } from '../api/query'
import { newRouter } from '../app/router'
import { hold, take } from './token'

test('a token is given once, to its own page', () => {
	hold('setup', 'secret')
	expect(take('invitation')).toBe('')
	expect(take('setup')).toBe('secret')
	expect(take('setup')).toBe('')
})

test('the token leaves the address before anything else happens', async () => {
	history.replaceState(null, '', '/invitation#very-secret')
	const router = newRouter(newQueries())
	await router.load()
	await new Promise((done) => setTimeout(done))
	expect(location.href).not.toContain('very-secret')
	expect(router.state.location.href).toBe('/invitation')
	expect(take('invitation')).toBe('very-secret')
})
