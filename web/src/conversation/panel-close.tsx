import { useState } from 'react'
import { Area } from '../ui/area'
import { OptionList } from '../ui/choose'
import { useHeldWords } from '../ui/held-words'
import { PanelForm } from '../ui/panel'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { type CloseReason, closeReasons, does, moveReasons, reopened, useAct } from './act'
import { done } from './panel-done'
import { reasonText } from './said'
import { useTalk } from './talk'

/** reasonOptions are reasons of a closed list to choose from. */
export const reasonOptions = (list: string[]) =>
	list.map((value) => ({ value, label: sentence(reasonText(value)) }))

/** takingOptions are why somebody takes over what another leads, in their own words. */
export const takingOptions = () => moveReasons.map((value) => ({ value, label: t(`panel.took.${value}`) }))

const sentence = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1)

/** ClosePanel ends a conversation with a reason. */
export function ClosePanel() {
	const { id, c, self, open } = useTalk()
	const act = useAct(id)
	const mine = c.lead === self.id
	const [reason, setReason] = useState<CloseReason>('resolved')
	const [note, setNote] = useHeldWords(`${id} close note`)
	const close = () =>
		act.mutate(
			{
				said: 'done.close',
				values: { why: reasonText(reason) },
				now: { stance: 'closed', close_reason: reason, due_at: undefined },
				call: () => does.close(id, { epoch: c.epoch, reason, ...(note && { note }) }),
				back: () => reopened(id, mine),
			},
			{ onSuccess: () => done(id, 'close', open) },
		)
	return (
		<PanelForm word={t('conversation.close')} busy={act.isPending} onDo={close} onCancel={() => open(null)}>
			<OptionList
				label={t('panel.close')}
				options={reasonOptions(closeReasons)}
				value={reason}
				onChange={(v) => setReason(v as CloseReason)}
			/>
			<Area
				label={t('panel.note')}
				help={t('panel.noteHelp')}
				rows={2}
				maxLength={4000}
				value={note}
				onChange={(e) => setNote(e.target.value)}
			/>
			{act.error && <Trouble error={act.error} />}
		</PanelForm>
	)
}
