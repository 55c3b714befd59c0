import { expect, test, vi } from 'vitest'
import { listed } from '../action/listed'
import { fitness } from './palette-rows'
import { teamActions } from './team-actions'

const all = (may = { works: true, manages: true }, go = vi.fn()) =>
	listed(teamActions(may, go)).flatMap((g) => g.actions)
const best = (typed: string) =>
	all()
		.map((a) => ({ id: a.action.id, fits: fitness(a.word, typed, false) }))
		.filter((a) => a.fits > 0)
		.map((a) => a.id)
		.sort()

test('the palette finds what concerns shifts by the words people look for', () => {
	expect(best('shift')).toEqual(['frame.takeOver', 'me.shiftNotes'])
	expect(best('notes')).toEqual(['me.shiftNotes'])
	expect(best('take over a shift')).toEqual(['frame.takeOver'])
	expect(best('not here today')).toEqual(['frame.colleagueNotHere', 'me.notHere'])
})

test('who may not plan is offered only what concerns themselves', () => {
	expect(all({ works: true, manages: false }).map((a) => a.action.id)).toEqual([
		'me.notHere',
		'me.shiftNotes',
	])
	expect(all({ works: false, manages: false })).toEqual([])
})
