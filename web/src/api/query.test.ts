import { MutationObserver, onlineManager } from '@tanstack/react-query'
import { afterEach, expect, test, vi } from 'vitest'
import { Problem } from './problem'
import { newQueries } from './query'

afterEach(() => onlineManager.setOnline(true))

test('what is done without a connection fails at once, and never happens by itself later', async () => {
	onlineManager.setOnline(false)
	const post = vi.fn(async () => {
		throw new Problem(0, 'offline', '', '')
	})
	const done = new MutationObserver(newQueries(), { mutationFn: post })
	await expect(done.mutate()).rejects.toMatchObject({ code: 'offline' })
	onlineManager.setOnline(true)
	await new Promise((later) => setTimeout(later))
	expect(post).toHaveBeenCalledOnce()
})

test.each([
	[503, true],
	[429, true],
	[0, true],
	[500, false],
	[404, false],
])('a question that is answered with %d is asked again: %s', (status, again) => {
	const { retry } = newQueries().getDefaultOptions().queries ?? {}
	expect(typeof retry === 'function' && retry(0, new Problem(status, '', '', ''))).toBe(again)
})
