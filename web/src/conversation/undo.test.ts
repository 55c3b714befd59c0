import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Undo, undoFor } from './undo'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const offered = () => {
	const undo = new Undo()
	const run = vi.fn()
	undo.offer({ conversation: 'cnv_1', said: 'Closed', run })
	return { undo, run }
}

test('what was done is taken back once', () => {
	const { undo, run } = offered()
	undo.take()
	undo.take()
	expect(run).toHaveBeenCalledOnce()
	expect(undo.get()).toBeNull()
})

test('after its time it stands', () => {
	const { undo, run } = offered()
	vi.advanceTimersByTime(undoFor)
	undo.take()
	expect(run).not.toHaveBeenCalled()
})

test('the next thing has its own time', () => {
	const { undo, run } = offered()
	vi.advanceTimersByTime(undoFor - 1)
	const next = vi.fn()
	undo.offer({ conversation: 'cnv_2', said: 'Aside', run: next })
	vi.advanceTimersByTime(undoFor - 1)
	undo.take()
	expect(run).not.toHaveBeenCalled()
	expect(next).toHaveBeenCalledOnce()
})
