import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { shortOf } from '../inbox/people'
import { Button } from '../ui/button'
import { Select } from '../ui/choose'
import { TextField } from '../ui/field'
import { Warnings } from '../ui/refused'
import { weekday } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { type Week, whatIf } from './api'
import { beginsAt, dayAway, tomorrowOf } from './away'
import { unspokenIn } from './deputies'
import { Deputy } from './deputy'
import { dayLong } from './said'
import { Standins } from './standins'
import { isDate } from './zone'

/** Who is imagined to be away, and on which day. */
export interface If {
	who: string
	date: string
	/** Who would be their deputy; nobody: whoever is. */
	deputy?: string
}

interface Props {
	week: Week
	people: { id: string; name: string }[]
	now: If
	set: (now: If) => void
	give: (now: If) => void
}

/** WhatIfStrip says what would happen if somebody were away on a day. Nothing moves by it. */
export function WhatIfStrip({ week, people, now, set, give }: Props) {
	const person = week.people.find((p) => p.id === now.who)
	const away = dayAway(now.who, now.date, week.zone, now.deputy)
	const { data, error } = useQuery({
		...whatIf(away),
		enabled: person !== undefined,
		placeholderData: keepPreviousData,
	})
	const day =
		now.date === tomorrowOf(week)
			? t('cover.tomorrow')
			: dayLong(new Date(away.from.getTime() + 43_200_000), week.zone)
	const name = shortOf(person?.name ?? t('people.somebodyWithin'))
	return (
		<section aria-label={t('cover.ifAway', { name, day })} className="flex flex-col gap-2 p-4 rail:px-6">
			<div className="flex flex-wrap items-center gap-x-3 gap-y-2">
				<h2 className="text-15 font-semibold">{t('cover.ifAway', { name, day })}</h2>
				{person && <span className="text-12 text-ink-3">{t('cover.nothingMoved')}</span>}
				<span className="flex flex-wrap gap-2 rail:ms-auto">
					<Select
						aria-label={t('cover.ifWho')}
						className="w-[190px]"
						options={[
							{ value: '', label: t('cover.ifWho') },
							...people.map((p) => ({ value: p.id, label: p.name })),
						]}
						value={now.who}
						onChange={(e) => set({ who: e.target.value, date: now.date })}
					/>
					<TextField
						label={t('cover.ifDay')}
						className="[&>label]:sr-only"
						type="date"
						value={now.date}
						onChange={(e) => isDate(e.target.value) && set({ ...now, date: e.target.value })}
					/>
				</span>
			</div>
			{error && <Trouble error={error} />}
			{person && data && (
				<>
					<Standins found={data} name={name} />
					{(now.deputy || unspokenIn(data.items).length > 0) && (
						<div className="max-w-[360px]">
							<Deputy
								week={week}
								who={now.who}
								items={data.items}
								deputy={now.deputy ?? ''}
								set={(deputy) => set({ ...now, deputy })}
							/>
						</div>
					)}
					{data.warnings.length > 0 && <Warnings list={data.warnings} />}
					<Button look="act" size="large" className="self-start" onClick={() => give(now)}>
						{t('cover.give', { time: weekday(beginsAt(person, away), week.zone) })}
					</Button>
				</>
			)}
		</section>
	)
}
