import type { Action } from '../action/action'

type Goes = { to: '/me' | '/team' | '/shift-notes'; hash?: string }

/** teamActions are what concerns shifts, by the words people look for it by. */
export function teamActions(may: { works: boolean; manages: boolean }, go: (to: Goes) => void): Action[] {
	const own: Action[] = [
		{
			id: 'me.notHere',
			word: 'frame.notHere',
			icon: 'exit',
			run: () => go({ to: '/me', hash: 'not-here' }),
		},
		{ id: 'me.shiftNotes', word: 'frame.shiftNotes', icon: 'clock', run: () => go({ to: '/shift-notes' }) },
	]
	const others: Action[] = [
		{
			id: 'frame.colleagueNotHere',
			word: 'frame.colleagueNotHere',
			icon: 'exit',
			run: () => go({ to: '/team', hash: 'not-here' }),
		},
		{ id: 'frame.takeOver', word: 'frame.takeOver', icon: 'calendar', run: () => go({ to: '/team' }) },
	]
	return [...(may.works ? own : []), ...(may.manages ? others : [])]
}
