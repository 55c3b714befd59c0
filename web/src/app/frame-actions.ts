import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Action } from '../action/action'
import { useActions } from '../action/use'
import { me } from '../api/query'
import { type Appearance, setAppearance } from './appearance'
import { openPalette, openShortcuts } from './dialogs'
import { focusPane } from './pane-focus'
import { type CompanyPlace, type Place, useAlone, useCompany, usePlaces } from './places'
import { type Presence, usePresence } from './presence'
import { useSignOut } from './sign-out'
import { teamActions } from './team-actions'
import { useAppearance } from './use-appearance'

/** useFrameActions makes known what can be done everywhere. */
export function useFrameActions(): void {
	const { own, teams } = usePlaces()
	const company = useCompany()
	const { data: who } = useQuery(me)
	const navigate = useNavigate()
	const presence = usePresence()
	const signOut = useSignOut()
	const looks = useAppearance()
	const alone = useAlone()
	const manages = who?.permissions.includes('agent.manage') === true
	const works = who?.permissions.includes('conversation.work')
	useActions([
		...around,
		...[...own, ...teams].map((p) =>
			goTo(p, () => void navigate({ to: '/v/$view', params: { view: p.view } })),
		),
		...company.map((p) => goCompany(p, (to) => void navigate({ to }))),
		...teamActions({ works: works === true, manages: manages && !alone }, (to) => void navigate(to)),
		{ id: 'me.page', word: 'frame.myPage', icon: 'person', run: () => void navigate({ to: '/me' }) },
		...(works ? presenceActions(who?.agent.presence, (to) => presence.mutate(to)) : []),
		...lookActions(looks),
		{ id: 'me.signOut', word: 'frame.signOut', icon: 'exit', run: () => signOut.mutate() },
	])
}

const around: Action[] = [
	{
		id: 'frame.palette',
		word: 'frame.openPalette',
		icon: 'search',
		key: '$mod+k',
		also: '/',
		whileWriting: true,
		run: openPalette,
	},
	{ id: 'frame.shortcuts', word: 'frame.shortcuts', icon: 'settings', key: '?', run: openShortcuts },
	{ id: 'frame.next', word: 'frame.nextPane', key: 'F6', whileWriting: true, run: () => focusPane(1) },
	{
		id: 'frame.previous',
		word: 'frame.previousPane',
		key: 'Shift+F6',
		whileWriting: true,
		run: () => focusPane(-1),
	},
]

function goTo(place: Place, run: () => void): Action {
	return {
		id: `go.${place.view}`,
		word: 'frame.go',
		values: { place: place.word },
		icon: place.icon,
		...(place.keys && { key: place.keys }),
		run,
	}
}

function goCompany(place: CompanyPlace, navigate: (to: string) => void): Action {
	const run = () => {
		if (place.href) window.open(place.href, '_blank', 'noreferrer')
		else if (place.to) navigate(place.to)
	}
	return { id: `go.${place.word}`, word: 'frame.go', values: { place: place.word }, icon: place.icon, run }
}

function presenceActions(now: string | undefined, set: (to: Presence) => void): Action[] {
	const all: (Action & { to: Presence })[] = [
		{ to: 'here', id: 'me.here', word: 'frame.setHere', icon: 'tick', run: () => set('here') },
		{ to: 'paused', id: 'me.pause', word: 'frame.setPaused', icon: 'pause', run: () => set('paused') },
		{ to: 'away', id: 'me.away', word: 'frame.setAway', icon: 'exit', run: () => set('away') },
	]
	return all.filter((a) => a.to !== now).map(({ to: _, ...action }) => action)
}

function lookActions(now: Appearance): Action[] {
	const themes: [Appearance['theme'], Action['word'], Action['icon']][] = [
		['light', 'frame.lookLight', 'sun'],
		['dark', 'frame.lookDark', 'moon'],
		['system', 'frame.lookSystem', 'settings'],
	]
	const rows: [Appearance['density'], Action['word']][] = [
		['comfortable', 'frame.rowsComfortable'],
		['compact', 'frame.rowsCompact'],
	]
	return [
		...themes
			.filter(([theme]) => theme !== now.theme)
			.map(([theme, word, icon]) => ({
				id: `me.${theme}`,
				word,
				...(icon && { icon }),
				run: () => setAppearance({ theme }),
			})),
		...rows
			.filter(([density]) => density !== now.density)
			.map(([density, word]) => ({ id: `me.${density}`, word, run: () => setAppearance({ density }) })),
	]
}
