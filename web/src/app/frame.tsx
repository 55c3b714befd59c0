import { useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { listen } from '../action/key'
import { useRegistry } from '../action/use'
import { refresh } from '../api/live'
import { clock } from '../ui/time'
import { t } from '../words/catalogue'
import { BottomBar } from './bottom-bar'
import { Navigation } from './navigation'
import { useLine, useLive } from './parts'

/** Frame is what stands around every page of somebody who is signed in, and what keeps it up to date. */
export function Frame() {
	useFollowing()
	return (
		<div className="grid h-dvh grid-cols-1 grid-rows-[minmax(0,1fr)_auto] rail:grid-cols-[60px_minmax(0,1fr)] rail:grid-rows-1 desk:grid-cols-[204px_minmax(0,1fr)]">
			<Navigation />
			<div className="relative flex min-h-0 min-w-0 flex-col">
				<Offline />
				<Outlet />
			</div>
			<BottomBar />
		</div>
	)
}

/** useFollowing keeps answers fresh and listens for keys. */
function useFollowing() {
	const queries = useQueryClient()
	const live = useLive()
	const actions = useRegistry()
	useEffect(() => {
		const stop = live.start(() => void queries.invalidateQueries())
		const done = refresh(queries, live)
		return () => {
			stop()
			done()
		}
	}, [queries, live])
	useEffect(() => listen(actions), [actions])
}

function Offline() {
	const since = useLine()
	if (!since) return null
	return (
		<p role="status" className="flex-none bg-hold-soft px-4 py-1.5 text-hold">
			<b>{t('frame.offline', { time: clock(since) })}</b> {t('frame.offlineHint')}
		</p>
	)
}
