import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { RunsOn } from './panel-more'

afterEach(cleanup)

const minutes = (n: number) => new Date(Date.now() + n * 60_000)

test.each([
	['is late', -12, 60, /12 min late\. It stays late/],
	['is due soon', 10, 5, /deadline keeps running/],
	['is due before it comes back', 50, 60, /deadline keeps running/],
	['is due long after it comes back', 200, 60, /^$/],
])('an answer that %s', (_, due, until, said) => {
	const { container } = render(<RunsOn at={minutes(due)} until={minutes(until)} />)
	expect(container.textContent).toMatch(said)
})
