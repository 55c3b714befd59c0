import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import '../words/en'
import type { PersonWeek } from './api'
import { BarMark } from './bar'
import type { Naming } from './said'

vi.mock('../words/region', async (real) => ({ ...(await real<object>()), hours: () => 'h12' }))
afterEach(cleanup)

const by: Naming = { zone: 'UTC', people: new Map(), departments: new Map() }
const bar = {
	kind: 'shift' as const,
	from: Date.parse('2026-11-12T16:45:00Z'),
	until: Date.parse('2026-11-13T01:45:00Z'),
}
const plain = (text: string | null | undefined) => text?.replaceAll('\u202f', ' ').toUpperCase()
const drawn = (goesOn: boolean) => {
	render(<BarMark placed={{ bar, start: 0, width: 40, goesOn }} person={{} as PersonWeek} by={by} />)
	const [shift] = document.querySelectorAll('[data-bar]')
	return [...(shift?.querySelectorAll('[aria-hidden]') ?? [])].map((e) => plain(e.textContent))
}

test('a bar without room says when a shift begins, and wholly so to whoever hovers or hears it', () => {
	expect(drawn(false)).toEqual(['4:45 PM – 1:45 AM', '4:45 PM', '4:45'])
	const whole = plain(document.querySelector('[data-bar]')?.getAttribute('title'))
	expect(whole).toBe('WORKS 4:45 PM – 1:45 AM')
	expect(plain(screen.getByText(/^Works/).textContent)).toBe(`${whole}.`)
})

test('where a shift goes on from the day before, when it ends', () => {
	expect(drawn(true)).toEqual(['4:45 PM – 1:45 AM', '– 1:45 AM', '– 1:45'])
})
