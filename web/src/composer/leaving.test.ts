import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Leaving, leaveAfter } from './leaving'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const started = () => {
	const leaving = new Leaving()
	const run = vi.fn()
	leaving.start('cnv_1', run)
	return { leaving, run }
}

test('a post leaves after its wait, once', () => {
	const { leaving, run } = started()
	vi.advanceTimersByTime(leaveAfter - 1)
	expect(run).not.toHaveBeenCalled()
	vi.advanceTimersByTime(10 * leaveAfter)
	expect(run).toHaveBeenCalledOnce()
	expect(leaving.of('cnv_1')).toBeUndefined()
})

test('undone in time it never leaves', () => {
	const { leaving, run } = started()
	expect(leaving.undo('cnv_1')).toBe(true)
	vi.advanceTimersByTime(10 * leaveAfter)
	expect(run).not.toHaveBeenCalled()
	expect(leaving.undo('cnv_1')).toBe(false)
})

test('sent at once it leaves once', () => {
	const { leaving, run } = started()
	leaving.now('cnv_1')
	leaving.now('cnv_1')
	vi.advanceTimersByTime(10 * leaveAfter)
	expect(run).toHaveBeenCalledOnce()
})

test('each conversation waits for itself', () => {
	const { leaving, run } = started()
	const other = vi.fn()
	leaving.start('cnv_2', other)
	leaving.undo('cnv_1')
	vi.advanceTimersByTime(leaveAfter)
	expect(run).not.toHaveBeenCalled()
	expect(other).toHaveBeenCalledOnce()
})
