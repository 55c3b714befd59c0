import { useState } from 'react'
import { Area } from '../ui/area'
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
