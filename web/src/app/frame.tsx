import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { listen } from '../action/key'
import { useRegistry } from '../action/use'
import { api, ask } from '../api/client'
import { readAll, refresh } from '../api/live'
import { SampleBanner } from '../sample/banner'
import { Announcer } from '../ui/announce'
import { t } from '../words/catalogue'
import { BottomBar } from './bottom-bar'
import { useDialog } from './dialogs'
import { useFrameActions } from './frame-actions'
import { Line } from './line'
import { useLateInTitle } from './mine'
import { Navigation } from './navigation'
import { useLive } from './parts'
import { Untold } from './untold'

const Palette = lazy(() => import('./palette').then((m) => ({ default: m.Palette })))
const Shortcuts = lazy(() => import('./shortcuts').then((m) => ({ default: m.Shortcuts })))

/** Frame is what stands around every page of somebody who is signed in, and what keeps it up to date. */
export function Frame() {
	useFollowing()
	useFrameActions()
	useLateInTitle()
	return (
		<>
			<SkipLinks />
			<div className="grid h-[max(100dvh,480px)] grid-cols-1 grid-rows-[minmax(0,1fr)_auto] rail:grid-cols-[60px_minmax(0,1fr)] rail:grid-rows-1 desk:grid-cols-[204px_minmax(0,1fr)]">
				<Navigation />
				<div className="relative flex min-h-0 min-w-0 flex-col">
					<Line />
					<Untold />
					<SampleBanner />
					<Outlet />
				</div>
				<BottomBar />
			</div>
			<Announcer />
			<Dialogs />
		</>
	)
}

function Dialogs() {
	const dialog = useDialog()
	return (
		<Suspense>
			{dialog === 'palette' && <Palette />}
			{dialog === 'shortcuts' && <Shortcuts />}
		</Suspense>
	)
}

const skip =
	'sr-only focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-50 focus:rounded-control focus:bg-raised ' +
	'focus:px-3 focus:py-2 focus:font-semibold focus:shadow-menu'

function SkipLinks() {
	const { pathname } = useLocation()
	const listed = pathname.startsWith('/v/') || pathname.startsWith('/c/')
	return (
		<>
			{listed && (
				<a href="#list" className={skip}>
					{t('frame.skipList')}
				</a>
			)}
			<a href="#main" className={skip}>
				{t('frame.skipMain')}
			</a>
		</>
	)
}

/** useFollowing keeps answers fresh and listens for keys. */
function useFollowing() {
	const queries = useQueryClient()
	const live = useLive()
	const actions = useRegistry()
	useEffect(() => {
		const stop = live.start({
			onReset: () => readAll(queries),
			// An answer that nobody is signed in any more leads to the sign-in.
			onRefused: () => void ask(api.GET('/api/v1/me')).catch(() => {}),
		})
		const done = refresh(queries, live)
		return () => {
			stop()
			done()
		}
	}, [queries, live])
	useEffect(() => listen(actions), [actions])
}
