import { useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useSyncExternalStore } from 'react'
import { useGoing } from '../composer/desk'
import type { Keeping } from '../composer/keeping'
import { notSent } from '../composer/notices'
import { refusals, useRefusals } from '../conversation/refusals'
import { Button } from '../ui/button'
import { said } from '../ui/trouble'
import { t } from '../words/catalogue'

/** Untold says what became of what somebody did in conversations they have left. Where one is, it stands in place. */
export function Untold() {
	const { id: open } = useParams({ strict: false }) as { id?: string }
	const going = useGoing().filter((k) => k.id !== open)
	const refused = useRefusals().filter((r) => r.conversation !== open)
	return (
		<>
			{going.map((k) => (
				<Answer key={k.id} keeping={k} />
			))}
			{refused.map((r) => (
				<One key={r.conversation} to={r.conversation} forget={() => refusals.forget(r.conversation)}>
					<b className="text-late">{r.name}:</b> {said(r.error).what} {said(r.error).how}
				</One>
			))}
		</>
	)
}

/** What is said of an answer whose fate is open. */
const open = { unknown: 'composer.unknownTo', stopped: 'composer.stoppedTo' } as const

function Answer({ keeping }: { keeping: Keeping }) {
	const { going } = useSyncExternalStore(keeping.subscribe, keeping.get)
	if (going?.is === 'refused') {
		const { what } = notSent(going.problem)
		return (
			<One to={keeping.id} forget={() => keeping.happen({ is: 'going' })}>
				<b className="text-late">{t('composer.notSentTo', { name: going.order.name })}</b> {what}
			</One>
		)
	}
	if (going?.is !== 'unknown' && going?.is !== 'stopped') return null
	return (
		<One to={keeping.id}>
			<b className="text-hold">{t(open[going.is], { name: going.order.name })}</b>
		</One>
	)
}

function One({ to, forget, children }: { to: string; forget?: () => void; children: ReactNode }) {
	const navigate = useNavigate()
	return (
		<div role="alert" className="flex flex-none flex-wrap items-center gap-2 bg-late-soft px-4 py-1">
			<p className="min-w-0 flex-1 basis-48 text-ink-2">{children}</p>
			<Button size="small" onClick={() => void navigate({ to: '/c/$id', params: { id: to } })}>
				{t('frame.show')}
			</Button>
			{forget && (
				<Button look="quiet" size="small" icon="close" bare onClick={forget}>
					{t('frame.close')}
				</Button>
			)}
		</div>
	)
}
