import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { Fragment, type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { experts } from '../consult/api'
import { Button } from '../ui/button'
import { t } from '../words/catalogue'
import type { PersonWeek, Week } from './api'
import { BarMark } from './bar'
import { type Bar, barsOf, cordsOf } from './bars'
import { Cords } from './cords'
import { CoverageBars, CoverageWord } from './coverage'
import {
	type Day,
	daysOf,
	elsewhereOf,
	type Group,
	groupsOf,
	type Hours,
	hereOf,
	hoursOf,
	placed,
} from './grid'
import { type Cell, moved } from './moves'
import { PersonHead } from './person-head'
import { dayLong, dayShort, deskWord, type Naming, namingOf } from './said'
import { cityOf } from './zone'

interface Props {
	week: Week
	/** Opens a day of somebody; absent for who may only look. */
	edit: ((person: string, date: string) => void) | undefined
	terms: ((department: string) => void) | undefined
}

/** Drawn is a week as it is drawn. */
interface Drawn {
	week: Week
	days: Day[]
	hours: Hours
	groups: Group[]
	rows: PersonWeek[]
	bars: Map<string, Bar[]>
	by: Naming
}

function drawnOf(week: Week): Drawn {
	const days = daysOf(week)
	const groups = groupsOf(week)
	const now = Date.parse(week.now)
	return {
		week,
		days,
		groups,
		hours: hoursOf(week, days),
		rows: groups.flatMap((g) => g.people),
		bars: new Map(week.people.map((p) => [p.id, barsOf(p, week.people, now)])),
		by: namingOf(week),
	}
}

/** WeekGrid is who works when: a row for each person under each of their departments, a column for each day. */
export function WeekGrid({ week, edit, terms }: Props) {
	const drawn = useMemo(() => drawnOf(week), [week])
	const { days, groups, rows } = drawn
	const before = groups.map((_, i) => groups.slice(0, i).reduce((n, g) => n + g.people.length, 0))
	const cords = useMemo(() => cordsOf(week.people, Date.parse(week.now)), [week])
	const root = useRef<HTMLDivElement>(null)
	const [at, setAt] = useState<Cell>({
		row: 0,
		day: Math.max(
			0,
			days.findIndex((d) => d.today),
		),
	})
	const cell: Cell = {
		row: Math.min(at.row, Math.max(rows.length - 1, 0)),
		day: Math.min(at.day, days.length - 1),
	}
	const open = (c: Cell) => {
		const person = rows[c.row]
		const day = days[c.day]
		if (person && day) edit?.(person.id, day.date)
	}
	const press = (e: KeyboardEvent<HTMLElement>) => {
		if (!(e.target instanceof HTMLElement) || e.target.dataset.cell === undefined) return
		if (e.key === 'Enter' && edit) {
			e.preventDefault()
			return open(cell)
		}
		const rtl = getComputedStyle(e.currentTarget).direction === 'rtl'
		const next = moved(e.key, cell, rows.length, days.length, rtl)
		if (!next || e.altKey || e.ctrlKey || e.metaKey) return
		e.preventDefault()
		setAt(next)
		root.current?.querySelector<HTMLElement>(`[data-cell="${next.row}-${next.day}"]`)?.focus()
	}
	return (
		<div ref={root} className="relative">
			<table
				// biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are moved through by arrows
				role="grid"
				aria-label={t('cover.grid', rangeOf(drawn))}
				aria-description={edit && t('cover.hint')}
				className="w-full table-fixed border-collapse"
				onKeyDown={press}
			>
				<Head drawn={drawn} />
				<tbody>
					{groups.map((g, i) => (
						<Fragment key={g.key}>
							<GroupLine group={g} drawn={drawn} terms={terms} />
							{g.people.map((p, n) => (
								<PersonRow
									key={p.id}
									person={p}
									elsewhere={elsewhereOf(p, g.key, week)}
									row={(before[i] ?? 0) + n}
									drawn={drawn}
									at={cell}
									edits={edit !== undefined}
									choose={(c) => {
										setAt(c)
										open(c)
									}}
								/>
							))}
						</Fragment>
					))}
					<Helpers columns={days.length + 1} />
				</tbody>
			</table>
			<Cords within={root} cords={cords} />
		</div>
	)
}

function rangeOf({ days, week }: Drawn) {
	const name = (d: Day | undefined) => (d ? dayLong(new Date(d.from), week.zone) : '')
	return { from: name(days[0]), to: name(days.at(-1)) }
}

const line = 'border-b border-line'
const column = (d: Day) =>
	clsx('border-s border-line', d.today ? 'bg-cord-soft/40' : d.weekend && 'bg-sunken')

function Head({ drawn }: { drawn: Drawn }) {
	const { week, days, hours, bars } = drawn
	const here = useMemo(() => days.map((d) => hereOf(week, d, hours, bars)), [week, days, hours, bars])
	const most = Math.max(1, ...here.flat().map((h) => h.people))
	return (
		<thead>
			<tr className={line}>
				<th
					scope="col"
					className="h-9 w-[152px] ps-4 text-start text-12 font-medium text-ink-2 rail:w-[196px] rail:ps-6"
				>
					{t('cover.zone', { zone: cityOf(week.zone) })}
				</th>
				{days.map((d) => (
					<th
						key={d.date}
						scope="col"
						aria-current={d.today ? 'date' : undefined}
						className={clsx(
							column(d),
							'truncate px-2 text-start text-12',
							d.today ? 'font-semibold text-cord' : 'font-medium text-ink-2',
						)}
					>
						{dayShort(new Date(d.from), week.zone)}
						{d.today && ` · ${t('cover.today')}`}
					</th>
				))}
			</tr>
			<tr className={line}>
				<th scope="row" className="h-[34px] ps-4 text-start text-12 font-medium rail:ps-6">
					<CoverageWord week={week} />
				</th>
				{days.map((d, i) => (
					<td key={d.date} className={clsx(column(d), 'align-bottom')}>
						<CoverageBars hours={here[i] ?? []} most={most} zone={week.zone} />
					</td>
				))}
			</tr>
		</thead>
	)
}

function GroupLine({ group, drawn, terms }: { group: Group; drawn: Drawn; terms: Props['terms'] }) {
	const desk = drawn.week.departments.find((d) => d.key === group.key)
	const gaps = drawn.week.gaps.filter((g) => g.department === group.key)
	return (
		<tr className={clsx(line, 'bg-sunken')}>
			<th
				colSpan={drawn.days.length + 1}
				scope="colgroup"
				className="px-4 py-0.5 text-start font-normal rail:px-6"
			>
				<span className="flex min-h-7 flex-wrap items-center gap-x-3 text-12 text-ink-2">
					<b className="text-ink">{desk?.name ?? t('cover.noDept')}</b>
					{desk && <span>{deskWord(desk, drawn.week)}</span>}
					{gaps.length > 0 && (
						<span className="font-semibold text-late">
							{t('cover.gapsAll', { n: gaps.reduce((n, g) => n + Math.max(g.times ?? 1, 1), 0) })}
						</span>
					)}
					{desk && terms && drawn.week.people.length > 1 && (
						<Button look="quiet" size="small" className="ms-auto" onClick={() => terms(desk.key)}>
							{t('cover.termsShort')} <span className="sr-only">{desk.name}</span>
						</Button>
					)}
				</span>
			</th>
		</tr>
	)
}

interface RowProps {
	person: PersonWeek
	/** The other departments under which they stand. */
	elsewhere: string[]
	row: number
	drawn: Drawn
	at: Cell
	edits: boolean
	choose: (cell: Cell) => void
}

function PersonRow({ person: p, elsewhere, row, drawn, at, edits, choose }: RowProps) {
	const bars = drawn.bars.get(p.id) ?? []
	return (
		<tr className={line}>
			<th scope="row" className="h-[55px] py-1 ps-4 pe-2 rail:ps-6">
				<PersonHead person={p} elsewhere={elsewhere} />
			</th>
			{drawn.days.map((d, day) => {
				const drawnHere = placed(bars, d, drawn.hours)
				return (
					// biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys of its cells
					<td
						key={d.date}
						// biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of the grid
						role="gridcell"
						tabIndex={at.row === row && at.day === day ? 0 : -1}
						data-cell={`${row}-${day}`}
						data-person={p.id}
						className={clsx(
							column(d),
							'relative h-[55px] -outline-offset-2 desk:scroll-mb-24', // what stands at the foot hides none that has the focus
							edits && 'cursor-pointer hover:bg-hover',
						)}
						onClick={edits ? () => choose({ row, day }) : undefined}
					>
						<span className="sr-only">
							{dayLong(new Date(d.from), drawn.week.zone)}, {p.name}:{' '}
							{drawnHere.length === 0 && t('cover.free')}
						</span>
						{drawnHere.map((one) => (
							<BarMark
								key={`${one.bar.kind}${one.bar.from}${one.bar.whom}`}
								placed={one}
								person={p}
								by={drawn.by}
							/>
						))}
					</td>
				)
			})}
		</tr>
	)
}

/** Helpers are those outside who can be asked; they have no hours here. */
function Helpers({ columns }: { columns: number }) {
	const { data } = useQuery(experts)
	if (!data || data.items.length === 0) return null
	return (
		<>
			<tr className={clsx(line, 'bg-sunken')}>
				<th
					colSpan={columns}
					scope="colgroup"
					className="h-8 px-4 text-start text-12 font-normal text-ink-2 rail:px-6"
				>
					<b className="me-3 text-ink">{t('cover.helpers')}</b>
					{t('cover.helpersText')}
				</th>
			</tr>
			{data.items.map((e) => (
				<tr key={e.id} className={line}>
					<th scope="row" className="h-11 truncate ps-4 pe-2 text-start rail:ps-6" dir="auto">
						{e.name}
					</th>
					<td
						colSpan={columns - 1}
						className="truncate border-s border-line px-2 text-12 text-ink-3"
						dir="auto"
					>
						{e.answers || t('cover.asked')}
					</td>
				</tr>
			))}
		</>
	)
}
