import { expect, test, vi } from 'vitest'
import { Refusals } from './refusals'

const refusal = (conversation: string, why: string) => ({ conversation, name: 'Dana', error: new Error(why) })

test('of each conversation the last refusal is remembered, until something else is done there', () => {
	const all = new Refusals()
	all.tell(refusal('cnv_1', 'Jonas took it.'))
	all.tell(refusal('cnv_2', 'It is closed.'))
	all.tell(refusal('cnv_1', 'It is offered to Ben.'))
	expect(all.all().map((r) => r.error.message)).toEqual(['It is closed.', 'It is offered to Ben.'])
	all.forget('cnv_1')
	expect(all.of('cnv_1')).toBeUndefined()
	expect(all.of('cnv_2')).toBeDefined()
	all.clear()
	expect(all.all()).toEqual([])
})

test('whoever shows them is told of each change, and of nothing that is none', () => {
	const all = new Refusals()
	const changed = vi.fn()
	const stop = all.subscribe(changed)
	all.forget('cnv_1')
	expect(changed).not.toHaveBeenCalled()
	all.tell(refusal('cnv_1', 'Jonas took it.'))
	expect(changed).toHaveBeenCalledOnce()
	stop()
	all.clear()
	expect(changed).toHaveBeenCalledOnce()
})
