import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import { agents } from '../api/query'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { useNow } from '../ui/now'
import { when } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'

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
	const { data: people } = useQuery(agents)
	const now = useNow(60_000)
	const name = (id: string) => people?.items.find((a) => a.id === id)?.name ?? t('people.somebody')
	const called = alarm.calls.flatMap((c) => c.agents ?? [])
	return (
		<p className="flex flex-wrap items-center gap-x-2">
			<Icon name={alarm.kind === 'crisis' ? 'flag' : 'safety'} className="text-late" />
			<b className="text-late">{t(alarm.kind === 'crisis' ? 'alarm.crisis' : 'alarm.safety')}</b>
			<span className="text-ink-2">{t('alarm.since', { time: when(new Date(alarm.raised_at), now) })}</span>
			<span>{standing(alarm, called.map(name), name)}</span>
		</p>
	)
}

function standing(alarm: Alarm, called: string[], name: (id: string) => string): string {
	if (alarm.accepted_by) return t('alarm.accepted', { name: name(alarm.accepted_by) })
	if (alarm.unheard) return t('alarm.unheard')
	return called.length > 0 ? t('alarm.calling', { names: [...new Set(called)].join(', ') }) : ''
}
