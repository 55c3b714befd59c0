import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { useTalk } from '../conversation/talk'
import { OptionList } from '../ui/choose'
import { PanelForm } from '../ui/panel'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { onCall } from './api'
import { firstReached } from './ladder'
import { useWithin } from './names'
import '../words/en/oncall'

type Kind = 'safety' | 'crisis'
const kinds: Kind[] = ['safety', 'crisis']

/** AlarmPanel raises an alarm by hand, and says before whom that calls. */
export function AlarmPanel() {
	const { id, c, detail, open } = useTalk()
	const raised = (kind: Kind) => detail.alarms.some((a) => a.kind === kind && a.state !== 'over')
	const left = kinds.filter((k) => !raised(k))
	const [kind, setKind] = useState<Kind | undefined>(left[0])
	const queries = useQueryClient()
	const raise = useMutation({
		mutationFn: (kind: Kind) =>
			ask(api.POST('/api/v1/conversations/{id}/alarm', { params: { path: { id } }, body: { kind } })),
		onSuccess: () => {
			void queries.invalidateQueries({ queryKey: ['conversation', id] })
			void queries.invalidateQueries({ queryKey: ['inbox'] })
			open(null)
		},
	})
	return (
		<PanelForm
			word={t('alarm.raise')}
			look="danger"
			ready={kind !== undefined}
			busy={raise.isPending}
			onDo={() => kind && raise.mutate(kind)}
			onCancel={() => open(null)}
		>
			{left.length > 0 ? (
				<OptionList
					label={t('alarm.why')}
					options={left.map((k) => ({ value: k, label: t(`alarm.${k}`) }))}
					value={kind ?? ''}
					onChange={(v) => setKind(v as Kind)}
				/>
			) : (
				<p>{t('alarm.raisedAlready')}</p>
			)}
			<Calls department={c.department} lead={c.lead} />
			{raise.error && <Trouble error={raise.error} />}
		</PanelForm>
	)
}

/** Calls says who is called first. */
function Calls({ department, lead }: { department: string; lead: string | undefined }) {
	const { data } = useQuery(onCall(department))
	const named = useWithin()
	if (!data) return null
	const { steps, reached } = data.plan
	const leads = lead && steps?.[0]?.who === 'lead'
	const whom = leads ? named([lead]) : named(reached[firstReached(reached)] ?? [])
	return (
		<p className="text-12 text-ink-2">
			{whom ? t('alarm.callsFirst', { names: whom }) : t('oncall.nobody')} {t('alarm.until')}
		</p>
	)
}
