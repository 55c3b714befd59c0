import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { shortOf } from '../inbox/people'
import { Button } from '../ui/button'
import { Check, Group, OptionList, Segments, Select } from '../ui/choose'
import { ClockField } from '../ui/clock-field'
import { DateField } from '../ui/date-field'
import { Field } from '../ui/field'
import { Refused, Warnings } from '../ui/refused'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { does, type Policy, type Week, whatIf } from './api'
import { awayOf, type Planned } from './away'
import { Deputy } from './deputy'
import { reasonWord } from './said'
import { Standins } from './standins'

interface Props {
	week: Week
	/** Whose absences one may plan. */
	people: { id: string; name: string }[]
	begin: Planned
	done: () => void
	/** Told of what was saved, before done. */
	saved: (what: Planned) => void
}

const reasons = ['holiday', 'sick', 'training', 'other'] as const
const policies: Policy[] = ['cover', 'keep', 'hand_over']

/** AbsenceForm plans an absence, and says before who would cover what. */
export function AbsenceForm({ week, people, begin, done, saved }: Props) {
	const alone = week.people.length === 1
	const [said, setSaid] = useState(begin)
	const set = (part: Partial<Planned>) => setSaid({ ...said, ...part })
	const away = awayOf(said, week.zone)
	const queries = useQueryClient()
	const save = useMutation({
		mutationFn: async (confirmed: boolean) => {
			if (!away) return
			const { id, from, until, policy, deputy } = away
			const times = { starts_at: from.toISOString(), ends_at: until.toISOString() }
			await does.absent(id, {
				...times,
				reason: said.reason,
				policy: alone ? 'keep' : policy,
				...(deputy && { deputy }),
				confirmed,
			})
		},
		onSuccess: async () => {
			await queries.invalidateQueries({ queryKey: ['agents'] })
			saved(said)
			done()
		},
	})
	const submit = (e: FormEvent) => {
		e.preventDefault()
		if (away && !save.isPending) save.mutate(false)
	}
	return (
		<form
			onSubmit={submit}
			onChange={() => save.isError && save.reset()}
			className="flex flex-col gap-4 pt-1"
		>
			<Field label={t('cover.absenceWho')}>
				{(tie) => (
					<Select
						{...tie}
						options={people.map((p) => ({ value: p.id, label: p.name }))}
						value={said.who}
						onChange={(e) => set({ who: e.target.value, deputy: '' })}
					/>
				)}
			</Field>
			<Days
				said={said}
				set={set}
				wrong={away ? undefined : t(said.first && said.last ? 'cover.endsFirst' : 'cover.noDay')}
			/>
			<Group label={t('cover.why')}>
				<Segments
					label={t('cover.why')}
					options={reasons.map((value) => ({ value, label: reasonWord(value) }))}
					value={said.reason}
					onChange={(reason) => set({ reason })}
				/>
			</Group>
			{alone ? (
				<p className="text-ink-2">{t('cover.becomesAlone')}</p>
			) : (
				<>
					<OptionList
						label={t('cover.becomes')}
						options={policies.map((value) => ({ value, label: t(`cover.policy.${value}`) }))}
						value={said.policy}
						onChange={(policy) => set({ policy: policy as Policy })}
					/>
					<Before said={said} set={set} week={week} refused={save.isError} />
				</>
			)}
			{save.error && <Refused error={save.error} busy={save.isPending} confirm={() => save.mutate(true)} />}
			<div className="flex gap-2">
				<Button look="act" size="large" type="submit" disabled={!away || save.isPending}>
					{t('cover.saveAbsence')}
				</Button>
				<Button look="quiet" size="large" onClick={done}>
					{t('cover.cancel')}
				</Button>
			</div>
		</form>
	)
}

interface DaysProps {
	said: Planned
	set: (part: Partial<Planned>) => void
	wrong: string | undefined
}

function Days({ said, set, wrong }: DaysProps) {
	// A first day behind the last takes it along.
	const first = (day: string) => set({ first: day, ...(day > said.last && { last: day }) })
	return (
		<div className="flex flex-col gap-2">
			<div className="grid grid-cols-2 gap-3">
				<DateField label={t('cover.first')} required value={said.first} onChange={first} />
				<DateField
					label={t('cover.last')}
					required
					min={said.first}
					error={wrong}
					value={said.last}
					onChange={(last) => set({ last })}
				/>
			</div>
			<Check label={t('cover.wholeDays')} checked={said.whole} onChange={(whole) => set({ whole })} />
			{!said.whole && (
				<div className="flex flex-wrap items-center gap-2">
					<ClockField label={t('cover.from')} value={said.from} onChange={(from) => set({ from })} />
					<span aria-hidden="true">–</span>
					<ClockField label={t('cover.to')} value={said.to} onChange={(to) => set({ to })} />
				</div>
			)}
		</div>
	)
}

/** Before is who would cover what, and what would be left undone, while nothing is saved. */
function Before({
	said,
	set,
	week,
	refused,
}: Pick<DaysProps, 'said' | 'set'> & { week: Week; refused: boolean }) {
	const away = awayOf(said, week.zone)
	const { data, error } = useQuery({
		...whatIf(away ?? { id: '', from: new Date(0), until: new Date(0), policy: 'cover' }),
		enabled: away !== undefined,
		placeholderData: keepPreviousData,
	})
	const name = shortOf(week.people.find((p) => p.id === said.who)?.name ?? t('people.somebody'))
	return (
		<section aria-label={t('cover.wouldCover')} aria-live="polite" className="rounded-card bg-sunken p-3">
			<h3 className="pb-1 font-semibold">{t('cover.wouldCover')}</h3>
			{error && <Trouble error={error} />}
			{data && away && <Standins found={data} name={name} />}
			{data && away && said.policy !== 'keep' && (
				<div className="pt-2">
					<Deputy
						week={week}
						who={said.who}
						items={data.items}
						deputy={said.deputy}
						set={(deputy) => set({ deputy })}
					/>
				</div>
			)}
			{data && away && !refused && data.warnings.length > 0 && (
				<div className="pt-2">
					<Warnings list={data.warnings} />
				</div>
			)}
		</section>
	)
}
