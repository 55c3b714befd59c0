import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { Avatar } from '../ui/avatar'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { Trouble } from '../ui/trouble'
import { Readers, visibilityOf } from '../ui/visibility'
import { t } from '../words/catalogue'
import { Beside } from './cord'
import { FateMark } from './fate-mark'
import { CameBack } from './mail'
import type { Delivery } from './queries'
import type { Unsettled } from './rows'
import { useTalk } from './talk'
import { Words } from './words'

/** UnsettledRow is a part of ours on its way, or whose fate is open. */
export function UnsettledRow({ part, kind }: { part: Unsettled; kind: string }) {
	const { names } = useTalk()
	const d = part.delivery
	return (
		<div>
			<Beside tone={visibilityOf(kind)} plug={<Avatar name={names.name(part.author)} ours />} avatar end>
				<div className="mb-2 rounded-card border border-dashed border-line-strong px-3.5 pt-1.5 pb-2">
					<header className="flex min-h-5 flex-wrap items-center gap-x-2">
						<Readers kind={kind} />
						<FateMark delivery={d} />
					</header>
					<div className={d.state === 'rejected' ? '' : 'text-ink-2'}>
						<Words text={part.text} />
					</div>
					{d.state === 'unknown' && <Settle delivery={d} />}
					{d.returned_at && <CameBack delivery={d} />}
					{d.state === 'rejected' && <p className="mt-1 text-12 text-ink-2">{t('refused.todo')}</p>}
				</div>
			</Beside>
		</div>
	)
}

/** Settle lets a person say what became of a post nobody knows of. It is never sent again by itself. */
function Settle({ delivery: d }: { delivery: Delivery }) {
	const queries = useQueryClient()
	const [reason, setReason] = useState('')
	const settle = useMutation({
		mutationFn: (body: { sent: boolean; again?: boolean; reason?: string }) =>
			ask(api.POST('/api/v1/deliveries/{id}/settle', { params: { path: { id: d.id } }, body })),
		onSuccess: () => queries.invalidateQueries({ queryKey: ['conversation', d.conversation_id] }),
	})
	const missing = (again: boolean) => settle.mutate({ sent: false, again, reason: reason.trim() })
	return (
		<section className="mt-2 flex flex-col gap-2 rounded-control bg-hold-soft p-3">
			<p>
				<b className="text-hold">{t('settle.title')}</b> <span className="text-ink-2">{t('settle.how')}</span>
			</p>
			<TextField
				label={t('settle.reason')}
				maxLength={500}
				value={reason}
				onChange={(e) => setReason(e.target.value)}
			/>
			<div className="flex flex-wrap gap-2">
				<Button size="small" icon="tick" onClick={() => settle.mutate({ sent: true })}>
					{t('settle.stands')}
				</Button>
				<Button size="small" disabled={!reason.trim()} onClick={() => missing(true)}>
					{t('settle.again')}
				</Button>
				<Button size="small" disabled={!reason.trim()} onClick={() => missing(false)}>
					{t('settle.drop')}
				</Button>
			</div>
			{settle.error && <Trouble error={settle.error} />}
		</section>
	)
}
