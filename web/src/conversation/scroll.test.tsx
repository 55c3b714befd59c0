import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useStay } from './scroll'

let resized: () => void = () => {}

beforeEach(() => {
	class Watcher {
		constructor(call: () => void) {
			resized = call
		}
		observe() {}
		disconnect() {}
	}
	vi.stubGlobal('ResizeObserver', Watcher)
})
afterEach(() => vi.unstubAllGlobals())

const view = 400
const tall = 100
type Said = { id: string; mine: boolean }
const said = (...ids: string[]): Said[] => ids.map((id) => ({ id, mine: id.startsWith('my') }))

/** reading shows messages, each 100 high, in a view of 400. */
function reading(first: Said[]) {
	const el = document.createElement('div')
	let messages = first
	let more = 0
	Object.defineProperty(el, 'scrollHeight', { get: () => messages.length * tall + more })
	Object.defineProperty(el, 'clientHeight', { get: () => view })
	el.scrollTo = (({ top }: ScrollToOptions) => scrollTo(top ?? 0)) as typeof el.scrollTo
	const { result, rerender } = renderHook(({ all }) => useStay({ current: el }, all), {
		initialProps: { all: first },
	})
	const scrollTo = (top: number) => {
		el.scrollTop = Math.min(top, el.scrollHeight - view)
		act(() => void el.dispatchEvent(new Event('scroll')))
	}
	const come = (all: Said[]) => {
		messages = all
		rerender({ all })
	}
	/** Something in it takes more room, such as a picture that has come. */
	const grow = (by: number) => {
		more += by
		act(() => resized())
	}
	return { el, result, scrollTo, come, grow }
}

const ten = said('1', '2', '3', '4', '5', '6', '7', '8', '9', '10')

test('it opens at the end, and whoever is there stays there', () => {
	const { el, result, come, grow } = reading(ten)
	expect(el.scrollTop).toBe(1000)
	el.scrollTop = 600 // as far down as one can
	grow(80)
	expect(el.scrollTop).toBe(1080)
	come([...ten, ...said('11')])
	expect(result.current.below).toBe(0)
})

test('what comes while somebody reads further up waits below, and nothing moves', () => {
	const { el, result, scrollTo, come, grow } = reading(ten)
	scrollTo(200)
	come([...ten, ...said('11', '12')])
	expect(el.scrollTop).toBe(200)
	expect(result.current.below).toBe(2)
	grow(50)
	expect(el.scrollTop).toBe(200)
	come([...ten, ...said('11', '12', '13')])
	expect(result.current.below).toBe(3)
	act(() => result.current.toEnd())
	expect(result.current.below).toBe(0)
})

test('older messages grow upwards out of sight: what is read stays where it is', () => {
	const { el, scrollTo, come } = reading(ten)
	scrollTo(100)
	come([...said('-2', '-1', '0'), ...ten])
	expect(el.scrollTop).toBe(400)
})

test('one’s own words lead to the end from wherever one reads', () => {
	const { el, result, scrollTo, come } = reading(ten)
	scrollTo(100)
	come([...ten, ...said('my11')])
	expect(el.scrollTop).toBe(1100)
	expect(result.current.below).toBe(0)
})
