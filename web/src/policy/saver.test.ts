import { expect, test, vi } from 'vitest'
import { type Content, Saver } from './saver'

const content = (source: string): Content => ({ source, why: '', objective: '', accepted: [] })

test('the last words are kept, one write after the other', async () => {
	const kept: [string, number][] = []
	let release = () => {}
	const keep = vi.fn(async (c: Content, version: number) => {
		kept.push([c.source, version])
		await new Promise<void>((done) => {
			release = done
		})
		return version + 1
	})
	const saver = new Saver(keep, 3, 0)
	saver.change(content('a'))
	const first = saver.flush()
	await vi.waitFor(() => expect(kept).toHaveLength(1))
	saver.change(content('b'))
	saver.change(content('c'))
	release()
	await vi.waitFor(() => expect(kept).toHaveLength(2))
	expect(saver.state.is).toBe('waiting')
	release()
	await first
	await vi.waitFor(() => expect(saver.state.is).toBe('kept'))
	expect(kept).toEqual([
		['a', 3],
		['c', 4],
	])
	expect(saver.version).toBe(5)
})

test('what was refused is not lost and can be kept over the other', async () => {
	const keep = vi.fn(async (_: Content, version: number) => {
		if (version !== 9) throw new Error('stale')
		return 10
	})
	const saver = new Saver(keep, 3, 0)
	saver.change(content('mine'))
	await saver.flush()
	expect(saver.state.is).toBe('failed')
	await saver.over(9)
	expect(keep).toHaveBeenLastCalledWith(content('mine'), 9)
	expect(saver.state.is).toBe('kept')
})
