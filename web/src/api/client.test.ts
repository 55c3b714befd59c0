import { afterEach, expect, test, vi } from 'vitest'
import { api, ask, askFor, onSignedOut, onSomebodyElse } from './client'

afterEach(() => {
	askFor('')
	vi.unstubAllGlobals()
})

/** answering has the server answer, and gives for whom it was asked. */
function answering(status: number, body: object): (string | null)[] {
	const asked: (string | null)[] = []
	vi.stubGlobal('location', { href: 'http://switchboard.test/' })
	vi.stubGlobal('fetch', async (request: Request) => {
		asked.push(request.headers.get('Switchboard-Agent'))
		return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
	})
	return asked
}

const base = { baseUrl: 'http://switchboard.test' }
const take = () =>
	ask(api.POST('/api/v1/conversations/{id}/take', { ...base, params: { path: { id: 'cnv_1' } } }))
const look = () => ask(api.GET('/api/v1/me', base))

test('everything is asked for whom this tab believes to be signed in, until nobody is', async () => {
	const asked = answering(200, {})
	await look()
	askFor('agt_ada')
	await look()
	await take()
	askFor('')
	await look()
	expect(asked).toEqual([null, 'agt_ada', 'agt_ada', null])
})

test('it is told when somebody else is signed in, and told apart from nobody', async () => {
	const told: string[] = []
	const stop = [onSomebodyElse(() => told.push('somebody else')), onSignedOut(() => told.push('nobody'))]
	answering(409, { code: 'somebody_else', title: 'Somebody else' })
	await expect(take()).rejects.toMatchObject({ code: 'somebody_else' })
	answering(401, { code: 'unauthorized', title: 'Please sign in' })
	await expect(take()).rejects.toMatchObject({ code: 'unauthorized' })
	answering(409, { code: 'conflict', title: 'Taken' })
	await expect(take()).rejects.toMatchObject({ code: 'conflict' })
	expect(told).toEqual(['somebody else', 'nobody'])
	for (const one of stop) one()
	await expect(take()).rejects.toMatchObject({ code: 'conflict' })
})
