import clsx from 'clsx'
import { useMemo } from 'react'
import { Button } from '../ui/button'
import { Select } from '../ui/choose'
import { ClockField } from '../ui/clock-field'
import { dayName } from '../ui/time'
import { t } from '../words/catalogue'
import { areTimes } from './check'
import { type Day, days, type Span } from './draft'
import { nextId } from './fresh'
import '../words/en/setup'

interface Props {
	spans: Span[]
	zone: string
	onSpans: (spans: Span[]) => void
	onZone: (zone: string) => void
}

/** Hours says when somebody is here: days with the same hours, line by line, and the zone they are told in. */
export function Hours({ spans, zone, onSpans, onZone }: Props) {
	const change = (id: number, part: Partial<Span>) =>
		onSpans(spans.map((s) => (s.id === id ? { ...s, ...part } : s)))
	const add = () =>
		onSpans([...spans, { id: nextId(spans), days: restOf(spans), from: '10:00', to: '15:00' }])
	return (
		<div className="flex flex-col gap-2">
			{spans.map((s, i) => (
				<Line
					key={s.id}
					span={s}
					n={i + 1}
					change={(part) => change(s.id, part)}
					remove={spans.length > 1 ? () => onSpans(spans.filter((o) => o.id !== s.id)) : undefined}
				/>
			))}
			<div className="flex flex-wrap items-center gap-2">
				<Button look="quiet" icon="plus" repeats onClick={add}>
					{t('setup.hoursAdd')}
				</Button>
				<Zone zone={zone} onZone={onZone} />
			</div>
		</div>
	)
}

/** restOf is the first day that has no hours yet. */
function restOf(spans: Span[]): Day[] {
	const free = days.find((d) => !spans.some((s) => s.days.includes(d)))
	return free ? [free] : []
}

interface LineProps {
	span: Span
	n: number
	change: (part: Partial<Span>) => void
	remove?: (() => void) | undefined
}

function Line({ span, n, change, remove }: LineProps) {
	const night = areTimes([span]) && span.to <= span.from
	return (
		<fieldset className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
			<legend className="sr-only">{t('setup.hoursSpan', { n })}</legend>
			<div className="flex gap-0.5">
				{days.map((day) => (
					<DayBox
						key={day}
						day={day}
						checked={span.days.includes(day)}
						onChange={(on) => change({ days: days.filter((d) => (d === day ? on : span.days.includes(d))) })}
					/>
				))}
			</div>
			<ClockField label={t('setup.hoursFrom')} value={span.from} onChange={(from) => change({ from })} />
			<span aria-hidden="true">–</span>
			<ClockField label={t('setup.hoursTo')} value={span.to} onChange={(to) => change({ to })} />
			{remove && (
				<Button look="quiet" bare icon="close" onClick={remove}>
					{t('setup.hoursRemove', { n })}
				</Button>
			)}
			{night && <span className="text-12 text-ink-3">{t('setup.hoursNight')}</span>}
			{span.days.length === 0 && (
				<span className="text-12 font-medium text-late">{t('setup.hoursNone')}</span>
			)}
		</fieldset>
	)
}

function DayBox({ day, checked, onChange }: { day: Day; checked: boolean; onChange: (on: boolean) => void }) {
	return (
		<label
			className={clsx(
				'grid h-10 w-[31px] cursor-pointer place-items-center rounded-control text-12 pointer-coarse:w-10',
				'has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-cord',
				checked
					? 'bg-cord-soft font-semibold text-cord shadow-[inset_0_0_0_1px_var(--cord)]'
					: 'text-ink-2 shadow-[inset_0_0_0_1px_var(--line-strong)]',
			)}
		>
			<input
				type="checkbox"
				className="sr-only"
				checked={checked}
				aria-label={dayName(days.indexOf(day), 'long')}
				onChange={(e) => onChange(e.target.checked)}
			/>
			<span aria-hidden="true">{dayName(days.indexOf(day), 'short')}</span>
		</label>
	)
}

export function Zone({ zone, onZone }: { zone: string; onZone: (zone: string) => void }) {
	const zones = useMemo(() => {
		const all = new Set(['UTC', zone, ...Intl.supportedValuesOf('timeZone')])
		return [...all].sort().map((z) => ({ value: z, label: z.replaceAll('_', ' ') }))
	}, [zone])
	return (
		<Select
			aria-label={t('setup.zone')}
			className="ms-auto w-[208px] max-rail:w-full"
			options={zones}
			value={zone}
			onChange={(e) => onZone(e.target.value)}
		/>
	)
}
