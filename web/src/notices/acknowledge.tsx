import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import { me } from '../api/query'
import { type Named, useWithin } from '../oncall/names'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { useNow } from '../ui/now'
import { when } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { type Key, t } from '../words/catalogue'
import '../words/en/oncall'

type Alarm = Schemas['AlarmView']

/** Alarms says that somebody may be hurt, who is being called, and lets whoever reads it take it in hand. */
export function Alarms({ conversation, alarms }: { conversation: string; alarms: Alarm[] }) {
	const queries = useQueryClient()
	const accept = useMutation({
		mutationFn: () =>
			ask(api.POST('/api/v1/conversations/{id}/acknowledge', { params: { path: { id: conversation } } })),
		onSuccess: () => {
			void queries.invalidateQueries({ queryKey: ['notices'] })
			return queries.invalidateQueries({ queryKey: ['conversation', conversation] })
		},
	})
	if (alarms.length === 0) return null
	const open = alarms.some((a) => !a.accepted_at && !a.over_at)
	return (
		<div
			role="alert"
			className="flex flex-col gap-2 rounded-card bg-late-soft p-3 shadow-[inset_0_0_0_1px_var(--late-line)]"
		>
			{alarms.map((a) => (
				<One key={a.id} alarm={a} />
			))}
			{open && (
				<Button
					look="danger"
					className="self-start"
					onClick={() => accept.mutate()}
					disabled={accept.isPending}
				>
					{t('alarm.accept')}
				</Button>
			)}
			{accept.error && <Trouble error={accept.error} />}
		</div>
	)
}

function One({ alarm }: { alarm: Alarm }) {
	const { data: who } = useQuery(me)
	const named = useWithin()
	const now = useNow(30_000)
	return (
		<div className="flex flex-col gap-1">
			<p className="flex flex-wrap items-center gap-x-2">
				<Icon name={alarm.kind === 'crisis' ? 'flag' : 'safety'} className="text-late" />
				<b className="text-late">{t(alarm.kind === 'crisis' ? 'alarm.crisis' : 'alarm.safety')}</b>
				<span className="text-ink-2">{t('alarm.since', { time: when(new Date(alarm.raised_at), now) })}</span>
				<span>{standing(alarm, { self: who?.agent.id, named }, now)}</span>
			</p>
			{alarm.calls.length > 0 && (
				<details className="text-12 text-ink-2">
					<summary className="w-fit cursor-pointer py-1">{t('alarm.whom')}</summary>
					<ol className="ps-4">
						{alarm.calls.map((c) => (
							<li key={c.ring}>
								{t('alarm.call', {
									time: when(new Date(c.at), now),
									step: t(`oncall.who.${c.step}` as Key),
									names: named(c.agents),
								})}
							</li>
						))}
					</ol>
				</details>
			)}
		</div>
	)
}

interface Reader {
	self: string | undefined
	named: Named
}

/** standing says where the climb stands: who has it in hand, or who is called and when the next are. */
export function standing(alarm: Alarm, { self, named }: Reader, now: Date): string {
	const at = (time: string) => when(new Date(time), now)
	if (alarm.accepted_by) {
		const since = alarm.accepted_at ? ` ${t('alarm.at', { time: at(alarm.accepted_at) })}` : ''
		if (alarm.accepted_by === self) return t('alarm.acceptedByYou', { since })
		return t('alarm.accepted', { name: named([alarm.accepted_by]), since })
	}
	const next = alarm.next_at ? t('alarm.next', { time: at(alarm.next_at) }) : ''
	if (alarm.unheard) return [t('alarm.unheard'), next].filter(Boolean).join(' ')
	const called = named([...new Set(alarm.calls.flatMap((c) => c.agents ?? []))])
	return [called && t('alarm.calling', { names: called }), next].filter(Boolean).join(' ')
}
