import { useState } from 'react'
import { Area } from '../ui/area'
import { Button } from '../ui/button'
import { OptionList } from '../ui/choose'
import { useHeldWords } from '../ui/held-words'
import { PanelForm } from '../ui/panel'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { does, type MoveReason, moveReasons, useAct } from './act'
import { Colleague } from './colleague'
import { reasonOptions } from './panel-close'
import { done } from './panel-done'
import { useTalk } from './talk'

/** A briefing shorter than this, in characters, is refused. */
const leastBriefing = 20

/** TransferPanel asks somebody to take over. Until they do the lead stays. */
export function TransferPanel() {
	const { id, c, open, names } = useTalk()
	const act = useAct(id)
	const [to, setTo] = useHeldWords(`${id} transfer to`)
	const [briefing, setBriefing] = useHeldWords(`${id} transfer briefing`)
	const [reason, setReason] = useState<MoveReason>()
	const missing = leastBriefing - [...briefing.trim()].length
	const ask = (why: MoveReason) =>
		act.mutate(
			{
				said: 'done.transfer',
				values: { name: names.who(to) },
				call: () => does.transfer(id, { epoch: c.epoch, to, briefing: briefing.trim(), reason: why }),
				back: () => does.cancelTransfer(id),
			},
			{ onSuccess: () => done(id, 'transfer', open) },
		)
	const ready = to !== '' && missing <= 0 && reason !== undefined
	return (
		<PanelForm
			word={t('panel.transferDo')}
			ready={ready}
			busy={act.isPending}
			onDo={() => reason && ask(reason)}
			onCancel={() => open(null)}
		>
			<Colleague without={[c.lead ?? '']} value={to} onChange={setTo} />
			<Area
				label={t('panel.briefing')}
				help={missing > 0 && briefing ? t('panel.briefingShort', { n: missing }) : t('panel.briefingHelp')}
				maxLength={4000}
				value={briefing}
				onChange={(e) => setBriefing(e.target.value)}
			/>
			<OptionList
				label={t('panel.reason')}
				options={reasonOptions(moveReasons)}
				value={reason ?? ''}
				onChange={(v) => setReason(v as MoveReason)}
			/>
			{act.error && <Trouble error={act.error} />}
		</PanelForm>
	)
}

/** AskPanel asks somebody to advise, and ends what was asked. */
export function AskPanel() {
	const { id, c, open, names } = useTalk()
	const act = useAct(id)
	const [who, setWho] = useState('')
	const helpers = c.helpers ?? []
	const ask = () =>
		act.mutate(
			{
				said: 'done.ask',
				values: { name: names.who(who) },
				now: { helpers: [...helpers, who] },
				call: () => does.addHelper(id, who),
				back: () => does.removeHelper(id, who),
			},
			{ onSuccess: () => open(null) },
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
			word={t('panel.askDo', { name: who ? names.whom(who) : '…' })}
			ready={who !== ''}
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
			<p className="text-12 text-ink-3">{t('panel.askHelp')}</p>
			{act.error && <Trouble error={act.error} />}
		</PanelForm>
	)
}
