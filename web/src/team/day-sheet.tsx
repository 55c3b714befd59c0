import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { attendance } from '../people/api'
import { Button } from '../ui/button'
import { readClock } from '../ui/clock'
import { ClockField } from '../ui/clock-field'
import { Refused } from '../ui/refused'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { does, type PersonWeek, type Week } from './api'
import { timesOf } from './grid'
import { reasonWord } from './said'
import { Weekly } from './weekly'
import { addDays, instant } from './zone'

interface Props {
	week: Week
	person: PersonWeek
	date: string
	away: () => void
}

/** DaySheet is one day of somebody: what is planned, other times, an absence, and their hours of every week. */
export function DaySheet({ week, person, date, away }: Props) {
	const { data } = useQuery(attendance(person.id))
	return (
		<div className="flex flex-col gap-6 pt-1">
			<Planned week={week} person={person} date={date} />
			<Button icon="exit" className="self-start" onClick={away}>
				{t('cover.day.away')}
			</Button>
			<Once week={week} person={person} date={date} />
			{data && <Weekly key={person.id} person={person.id} shifts={data.shifts} zone={week.zone} />}
		</div>
	)
}

function useChange<T>(change: (what: T) => Promise<unknown>) {
	const queries = useQueryClient()
	return useMutation({
		mutationFn: change,
		onSuccess: () => queries.invalidateQueries({ queryKey: ['agents'] }),
	})
}

function Planned({ week, person, date }: Omit<Props, 'away'>) {
	const from = instant(date, '00:00', week.zone).getTime()
	const until = instant(date, '24:00', week.zone).getTime()
	const drop = useChange((d: { at: string; confirmed: boolean }) =>
		does.dropDate(person.id, d.at, d.confirmed),
	)
	const back = useChange((at: string) => does.takeBack(person.id, at))
	const times = (a: string, b: string) => ({ from: Date.parse(a), until: Date.parse(b) })
	const here = (s: { from: number; until: number }) => s.from < until && s.until > from
	const shifts = person.shifts.filter((s) => here(times(s.from, s.until)))
	const absences = person.absences.filter((a) => here(times(a.starts_at, a.ends_at)))
	return (
		<section aria-labelledby="team-day-now" className="flex flex-col gap-1">
			<h3 id="team-day-now" className="font-semibold">
				{t('cover.day.now')}
			</h3>
			{shifts.length + absences.length === 0 && <p className="text-ink-2">{t('cover.day.nothing')}</p>}
			<ul>
				{shifts.map((s) => {
					const time = timesOf(times(s.from, s.until), week.zone)
					return (
						<li key={`${s.from}${s.kind}`} className="flex min-h-9 items-center gap-2 border-b border-line">
							<b>{time}</b>
							<span className="flex-1 text-ink-3">{t(`cover.day.${s.kind}`)}</span>
							{s.kind === 'dated' && (
								<Button
									size="small"
									aria-label={t('cover.day.dropShift', { time })}
									disabled={drop.isPending}
									onClick={() => drop.mutate({ at: s.from, confirmed: false })}
								>
									{t('cover.day.drop')}
								</Button>
							)}
						</li>
					)
				})}
				{absences.map((a) => (
					<li key={a.starts_at} className="flex min-h-9 items-center gap-2 border-b border-line">
						<b className="flex-1">{reasonWord(a.reason)}</b>
						<Button
							size="small"
							aria-label={t('cover.day.dropAbsence')}
							disabled={back.isPending}
							onClick={() => back.mutate(a.starts_at)}
						>
							{t('cover.day.drop')}
						</Button>
					</li>
				))}
			</ul>
			{drop.error && (
				<Refused
					error={drop.error}
					busy={drop.isPending}
					confirm={() => drop.variables && drop.mutate({ ...drop.variables, confirmed: true })}
				/>
			)}
			{back.error && <Trouble error={back.error} />}
		</section>
	)
}

/** Once is work on one date, beside the hours of every week. */
function Once({ week, person, date }: Omit<Props, 'away'>) {
	const [from, setFrom] = useState('09:00')
	const [to, setTo] = useState('17:00')
	const [wrong, setWrong] = useState(false)
	const add = useChange((confirmed: boolean) => {
		const night = to <= from
		return does.addDate(person.id, {
			starts_at: instant(date, from, week.zone).toISOString(),
			ends_at: instant(night ? addDays(date, 1) : date, to, week.zone).toISOString(),
			confirmed,
		})
	})
	const submit = (e: FormEvent) => {
		e.preventDefault()
		const times = readClock(from) !== undefined && readClock(to) !== undefined
		setWrong(!times)
		if (times && !add.isPending) add.mutate(false)
	}
	return (
		<form onSubmit={submit} className="flex flex-col gap-2 border-t border-line pt-4">
			<h3 className="font-semibold">{t('cover.day.once')}</h3>
			<p className="text-12 text-ink-3">{t('cover.day.onceHelp')}</p>
			<div className="flex flex-wrap items-center gap-2">
				<ClockField label={t('cover.from')} value={from} onChange={setFrom} />
				<span aria-hidden="true">–</span>
				<ClockField label={t('cover.to')} value={to} onChange={setTo} />
				<Button type="submit" size="large" disabled={add.isPending}>
					{t('cover.day.addOnce')}
				</Button>
			</div>
			{wrong && (
				<p role="alert" className="text-12 font-medium text-late">
					{t('cover.day.noTimes')}
				</p>
			)}
			{add.error && <Refused error={add.error} busy={add.isPending} confirm={() => add.mutate(true)} />}
		</form>
	)
}
