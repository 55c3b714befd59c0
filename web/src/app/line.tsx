import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Button } from '../ui/button'
import { clock } from '../ui/time'
import { t } from '../words/catalogue'
import { useLive, useLost } from './parts'

/** What is told within this time after the line came back happened while it was lost. */
const catchingUp = 2500
const shownFor = 12_000

/** Line says that the connection is lost, since when, and what that means; and that it is back. */
export function Line() {
	const since = useLost()
	const back = useReturn(since !== null)
	const router = useRouter()
	if (since) {
		return (
			<p role="status" className="flex-none bg-hold-soft px-4 py-1.5 text-hold">
				<b>{t('frame.offline', { time: clock(since) })}</b> {t('frame.offlineHint')}
			</p>
		)
	}
	if (!back) return null
	const show = () => {
		back.dismiss()
		void router.navigate({ to: '/v/$view', params: { view: 'mine' } })
	}
	return (
		<p role="status" className="flex flex-none items-center gap-2 bg-good-soft px-4 py-1 text-good">
			<b>{t('frame.back')}</b>
			{back.changes > 0 && (
				<>
					{t('frame.changed', { n: back.changes })}
					<Button look="quiet" size="small" onClick={show}>
						{t('frame.showChanges')}
					</Button>
				</>
			)}
			<Button look="quiet" size="small" icon="close" bare className="ms-auto" onClick={back.dismiss}>
				{t('frame.close')}
			</Button>
		</p>
	)
}

/** useReturn says for a while that the line is back, and in how many conversations something happened meanwhile. */
function useReturn(lost: boolean) {
	const live = useLive()
	const [wasLost, setWasLost] = useState(false)
	const [changed, setChanged] = useState<ReadonlySet<string>>(new Set())
	const [told, setTold] = useState(false)
	useEffect(() => {
		if (lost) {
			setWasLost(true)
			return
		}
		if (!wasLost) return
		setTold(true)
		setChanged(new Set())
		const stop = live.on((e) => setChanged((all) => new Set(all).add(e.conversation_id ?? e.kind)))
		const counted = setTimeout(stop, catchingUp)
		const over = setTimeout(() => {
			setTold(false)
			setWasLost(false)
		}, shownFor)
		return () => {
			stop()
			clearTimeout(counted)
			clearTimeout(over)
		}
	}, [lost, wasLost, live])
	if (!told || lost) return undefined
	return { changes: changed.size, dismiss: () => setTold(false) }
}
