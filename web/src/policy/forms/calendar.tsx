import { type ReactNode, useState } from 'react'
import { spansOf } from '../../notices/spans'
import { areTimes } from '../../setup/check'
import { type Span, weekOf } from '../../setup/draft'
import { Hours } from '../../setup/hours'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { Panel, PanelForm } from '../../ui/panel'
import { t } from '../../words/catalogue'
import { useDesk } from '../desk'
import { hoursWord, weekOfCalendar, writtenHours } from '../hours-word'
import { isMapping, type Mapping } from '../model'

/** CalendarLine says the hours behind a name, and lets them be changed. Public holidays stay as they are in the text. */
export function CalendarLine({ name, calendar }: { name: string; calendar: Mapping }) {
	const { may, edit } = useDesk()
	const [open, setOpen] = useState(false)
	const zone = String(calendar.zone ?? 'UTC')
	return (
		<li className="flex flex-wrap items-center gap-1.5 border-line py-1.5 text-14 text-ink-2 not-last:border-b">
			<span>{t('policy.calendarIs', { name })}</span>
			<span className="font-medium text-ink">{hoursWord(calendar)}</span>
			<span className="text-12 text-ink-3">{zone.replaceAll('_', ' ')}</span>
			{may && (
				<Panel
					title={t('policy.calendarOf', { name })}
					open={open}
					onOpen={setOpen}
					align="start"
					anchor={
						<Button
							look="quiet"
							size="small"
							icon="pencil"
							aria-label={t('policy.calendarChange', { name })}
							onClick={() => setOpen(true)}
						>
							{t('policy.change')}
						</Button>
					}
				>
					<Fields
						spans={spansOf(weekOfCalendar(calendar))}
						zone={zone}
						onCancel={() => setOpen(false)}
						onDo={(hours, to) => {
							setOpen(false)
							edit({ set: ['calendars', name, 'zone'], to }, { set: ['calendars', name, 'hours'], to: hours })
						}}
					/>
				</Panel>
			)}
		</li>
	)
}

/** NewCalendar gives hours a name. */
export function NewCalendar() {
	const { edit, policy } = useDesk()
	const [open, setOpen] = useState(false)
	const [name, setName] = useState('')
	const key = name
		.toLowerCase()
		.replace(/[^a-z0-9_-]+/g, '-')
		.replace(/^-+|-+$/g, '')
	const { calendars } = policy?.data ?? {}
	const taken = isMapping(calendars) && key in calendars
	const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
	return (
		<Panel
			title={t('policy.newHours')}
			open={open}
			onOpen={setOpen}
			align="start"
			anchor={
				<Button id="new-hours" look="quiet" size="small" icon="plus" onClick={() => setOpen(true)}>
					{t('policy.newHours')}
				</Button>
			}
		>
			<Fields
				spans={[{ id: 0, days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' }]}
				zone={zone}
				ready={key !== '' && !taken}
				onCancel={() => setOpen(false)}
				onDo={(hours, to) => {
					setOpen(false)
					setName('')
					edit({ set: ['calendars', key], to: { zone: to, hours } })
				}}
			>
				<TextField
					label={t('policy.hoursName')}
					value={name}
					maxLength={40}
					error={taken ? t('policy.hoursTaken') : undefined}
					onChange={(e) => setName(e.target.value)}
				/>
			</Fields>
		</Panel>
	)
}

interface Props {
	spans: Span[]
	zone: string
	ready?: boolean
	onDo: (hours: Record<string, string[]>, zone: string) => void
	onCancel: () => void
	children?: ReactNode
}

function Fields({ spans: first, zone: now, ready = true, onDo, onCancel, children }: Props) {
	const [spans, setSpans] = useState(first)
	const [zone, setZone] = useState(now)
	return (
		<PanelForm
			word={t('policy.keepHours')}
			ready={ready && areTimes(spans)}
			onCancel={onCancel}
			onDo={() => onDo(writtenHours(weekOf(spans)), zone)}
		>
			{children}
			<Hours spans={spans} zone={zone} onSpans={setSpans} onZone={setZone} />
		</PanelForm>
	)
}
