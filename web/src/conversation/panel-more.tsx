import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { departments } from '../api/query'
import { OptionList } from '../ui/choose'
import { TextField } from '../ui/field'
import { useHeldWords } from '../ui/held-words'
import { useDeadlines } from '../ui/now'
import { PanelForm } from '../ui/panel'
import { due, when } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import {
	type Act,
	type DeclineReason,
	declineReasons,
	does,
	type MoveReason,
	moveReasons,
	useAct,
} from './act'
import { reasonOptions, takingOptions } from './panel-close'
import { done } from './panel-done'
import { useTalk } from './talk'
import { forField, laters } from './times'

/** SnoozePanel puts led work out of sight until a time. The customer's clock goes on. */
export function SnoozePanel() {
	const { id, c, open } = useTalk()
	const act = useAct(id)
	const [usual] = useState(() => laters(new Date()))
	const [choice, setChoice] = useState('0')
	const [other, setOther] = useState(() => forField(usual[0]?.at ?? new Date()))
	const [reason, setReason] = useHeldWords(`${id} snooze reason`)
	const until = choice === 'other' ? new Date(other) : (usual[Number(choice)]?.at ?? new Date())
	const ready = until > new Date() // not so of no date at all
	const time = ready ? when(until, new Date()) : ''
	const snooze = () =>
		act.mutate(
			{
				said: 'done.snooze',
				values: { time },
				now: { snoozed_until: until.toISOString(), snooze_reason: reason },
				call: () => does.snooze(id, { epoch: c.epoch, until: until.toISOString(), reason: reason.trim() }),
				back: () => does.wake(id),
			},
			{ onSuccess: () => done(id, 'snooze', open) },
		)
	const options = usual.map((l, i) => ({ value: String(i), label: t(l.key), more: when(l.at, new Date()) }))
	return (
		<PanelForm
			word={t('panel.snoozeDo')}
			ready={reason.trim() !== '' && ready}
			busy={act.isPending}
			onDo={snooze}
			onCancel={() => open(null)}
		>
			<OptionList
				label={t('panel.snooze')}
				options={[...options, { value: 'other', label: t('panel.snoozeOther') }]}
				value={choice}
				onChange={setChoice}
			/>
			{choice === 'other' && (
				<TextField
					label={t('panel.snoozeOther')}
					type="datetime-local"
					min={forField(new Date())}
					value={other}
					onChange={(e) => setOther(e.target.value)}
				/>
			)}
			<TextField
				label={t('panel.snoozeWhy')}
				help={t('panel.snoozeWhyHelp')}
				required
				maxLength={500}
				value={reason}
				onChange={(e) => setReason(e.target.value)}
			/>
			{c.due_at && <RunsOn at={new Date(c.due_at)} until={until} />}
			{act.error && <Trouble error={act.error} />}
		</PanelForm>
	)
}

/** RunsOn says of a deadline that is late, soon, or before the time chosen, that putting aside does not move it. */
export function RunsOn({ at, until }: { at: Date; until: Date }) {
	const now = useDeadlines(at.toISOString())
	const { near, text } = due(at, now)
	if (near === 'late') return <p className="font-medium text-late">{t('panel.runsLate', { late: text })}</p>
	if (near !== 'soon' && !(at < until)) return null
	return <p className="font-medium text-hold">{t('panel.runsOn', { time: when(at, now) })}</p>
}

/** MovePanel gives the lead back to the queue, or takes it from somebody; both say why. */
export function MovePanel({ what }: { what: 'release' | 'takeOver' }) {
	const { id, c, self, open } = useTalk()
	const act = useAct(id)
	const [reason, setReason] = useState<MoveReason>()
	const released = (why: MoveReason): Act => ({
		said: 'done.release',
		now: { stance: 'queued', lead: undefined },
		call: () => does.release(id, c.epoch, why),
		back: c.lead === self.id ? () => does.take(id) : undefined,
	})
	const taken = (why: MoveReason): Act => ({
		said: 'done.take',
		now: { stance: 'led', lead: self.id },
		call: () => does.take(id, why),
	})
	const move = () => {
		if (!reason) return
		act.mutate(what === 'release' ? released(reason) : taken(reason), { onSuccess: () => open(null) })
	}
	return (
		<PanelForm
			word={t(`conversation.${what}`)}
			ready={reason !== undefined}
			busy={act.isPending}
			onDo={move}
			onCancel={() => open(null)}
		>
			<OptionList
				label={t('panel.reason')}
				options={what === 'takeOver' ? takingOptions() : reasonOptions(moveReasons)}
				value={reason ?? ''}
				onChange={(v) => setReason(v as MoveReason)}
			/>
			{act.error && <Trouble error={act.error} />}
		</PanelForm>
	)
}

/** ReroutePanel moves what nobody leads to another team's queue. */
export function ReroutePanel() {
	const { id, c, open, names } = useTalk()
	const { data } = useQuery(departments)
	const act = useAct(id)
	const others = (data?.items ?? []).filter((d) => d.key !== c.department)
	const [team, setTeam] = useState('')
	const [reason, setReason] = useState<MoveReason>()
	const from = c.department
	const move = (why: MoveReason) =>
		act.mutate(
			{
				said: 'done.reroute',
				values: { team: names.team(team) },
				now: { department: team },
				call: () => does.reroute(id, team, why),
				back: () => does.reroute(id, from, 'wrong_owner'),
			},
			{ onSuccess: () => open(null) },
		)
	return (
		<PanelForm
			word={t('conversation.reroute')}
			ready={team !== '' && reason !== undefined}
			busy={act.isPending}
			onDo={() => reason && move(reason)}
			onCancel={() => open(null)}
		>
			<OptionList
				label={t('panel.team')}
				options={others.map((d) => ({ value: d.key, label: d.name }))}
				value={team}
				onChange={setTeam}
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

/** DeclinePanel says no to an offer or a hand-over, and why. */
export function DeclinePanel() {
	const { id, c, self, open } = useTalk()
	const act = useAct(id)
	const [reason, setReason] = useState<DeclineReason>()
	const transfer = c.transfer?.to === self.id
	const decline = (why: DeclineReason) =>
		act.mutate(
			{
				said: 'done.undone',
				call: () => (transfer ? does.declineTransfer(id, why) : does.decline(id, why)),
			},
			{ onSuccess: () => open(null) },
		)
	return (
		<PanelForm
			word={t('conversation.decline')}
			ready={reason !== undefined}
			busy={act.isPending}
			onDo={() => reason && decline(reason)}
			onCancel={() => open(null)}
		>
			<OptionList
				label={t('panel.decline')}
				options={reasonOptions(declineReasons)}
				value={reason ?? ''}
				onChange={(v) => setReason(v as DeclineReason)}
			/>
			{act.error && <Trouble error={act.error} />}
		</PanelForm>
	)
}
