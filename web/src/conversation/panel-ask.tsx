import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '../api/problem'
import { Area } from '../ui/area'
import { Button } from '../ui/button'
import { PanelForm } from '../ui/panel'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { does, useAct } from './act'
import { Colleague } from './colleague'
import { type Help, help } from './queries'
import { useTalk } from './talk'

/** leftOf says how much help a department has left to give. */
export function leftOf(h: Help): string {
	const n = Math.floor(h.budget_seconds / 60)
	const left = Math.max(0, Math.floor((h.budget_seconds - h.given_seconds) / 60))
	return t(h.per === 'week' ? 'panel.leftWeek' : 'panel.leftToday', { team: h.name, left, n })
}

/** AskPanel asks somebody to advise, and ends what was asked. */
export function AskPanel() {
	const { id, c, open, names } = useTalk()
	const act = useAct(id)
	const [who, setWho] = useState('')
	const [reason, setReason] = useState('')
	const budget = useQuery(help(id)).data?.items ?? []
	const [confirms, setConfirms] = useState('') // whom the words of confirming are about
	const allTheSame = who !== '' && confirms === who
	const helpers = c.helpers ?? []
	const ask = () =>
		act.mutate(
			{
				said: 'done.ask',
				values: { name: names.who(who) },
				now: { helpers: [...helpers, who] },
				call: () => does.addHelper(id, who, allTheSame ? reason.trim() : undefined),
				back: () => does.removeHelper(id, who),
			},
			{
				onSuccess: () => open(null),
				onError: (e) => e instanceof Problem && e.code === 'over_budget' && setConfirms(who),
			},
		)
	const end = (agent: string) =>
		act.mutate({
			said: 'done.unask',
			values: { name: names.who(agent) },
			now: { helpers: helpers.filter((h) => h !== agent) },
			call: () => does.removeHelper(id, agent),
			back: () => does.addHelper(id, agent),
		})
	return (
		<PanelForm
			word={t(allTheSame ? 'panel.askAllTheSame' : 'panel.askDo', { name: who ? names.whom(who) : '…' })}
			ready={who !== '' && (!allTheSame || reason.trim() !== '')}
			busy={act.isPending}
			onDo={ask}
			onCancel={() => open(null)}
		>
			{helpers.map((agent) => (
				<p key={agent} className="flex items-center justify-between gap-2">
					{t('conversation.helps', { name: names.who(agent) })}
					<Button size="small" onClick={() => end(agent)}>
						{t('panel.stopHelp')}
					</Button>
				</p>
			))}
			<Colleague speakersFirst without={[c.lead ?? '', ...helpers]} value={who} onChange={setWho} />
			{budget.map((h) => (
				<p key={h.department} className="text-12 text-ink-3">
					{leftOf(h)}
				</p>
			))}
			<p className="text-12 text-ink-3">{t('panel.askHelp')}</p>
			{act.error && <Trouble error={act.error} />}
			{allTheSame && (
				<Area
					label={t('panel.whyNow')}
					help={t('panel.whyNowHelp')}
					maxLength={4000}
					value={reason}
					onChange={(e) => setReason(e.target.value)}
				/>
			)}
		</PanelForm>
	)
}
