import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { spansOf } from '../notices/spans'
import { areTimes } from '../setup/check'
import { type Span, weekOf } from '../setup/draft'
import { nextId } from '../setup/fresh'
import { Hours } from '../setup/hours'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { Refused } from '../ui/refused'
import { t } from '../words/catalogue'
import { does, type Shift } from './api'

/** Hours of every week as they are typed. */
export interface Typed {
	id: number
	key: string
	name: string
	zone: string
	spans: Span[]
	holidays: Shift['hours']['holidays']
}

export const typedOf = (shifts: Shift[]): Typed[] =>
	shifts.map((s, id) => ({
		id,
		key: s.key,
		name: s.name,
		zone: s.hours.zone,
		spans: spansOf(s.hours.hours),
		holidays: s.hours.holidays,
	}))

/** shiftsOf is what the server is told. Hours keep their key and holidays; new ones get a key that none of them has. */
export function shiftsOf(typed: Typed[]): Shift[] {
	const used = new Set(typed.map((s) => s.key).filter(Boolean))
	const fresh = () => {
		let key = 'usual'
		for (let n = 2; used.has(key); n++) key = `hours-${n}`
		used.add(key)
		return key
	}
	return typed.map((s) => ({
		key: s.key || fresh(),
		name: s.name.trim(),
		hours: { zone: s.zone, hours: weekOf(s.spans), ...(s.holidays && { holidays: s.holidays }) },
	}))
}

interface Props {
	person: string
	shifts: Shift[]
	/** Of hours that are new. */
	zone: string
}

/** Weekly changes somebody's hours of every week. */
export function Weekly({ person, shifts, zone }: Props) {
	const [typed, setTyped] = useState(() => typedOf(shifts))
	const queries = useQueryClient()
	const save = useMutation({
		mutationFn: (confirmed: boolean) => does.setShifts(person, shiftsOf(typed), confirmed),
		onSuccess: () => queries.invalidateQueries({ queryKey: ['agents'] }),
	})
	const set = (next: Typed[]) => {
		save.reset()
		setTyped(next)
	}
	const change = (id: number, part: Partial<Typed>) =>
		set(typed.map((s) => (s.id === id ? { ...s, ...part } : s)))
	const submit = (e: FormEvent<HTMLFormElement>) => {
		e.preventDefault()
		if (!typed.every((s) => areTimes(s.spans)))
			return e.currentTarget.querySelector<HTMLElement>('[aria-invalid]')?.focus()
		if (!save.isPending) save.mutate(false)
	}
	return (
		<form onSubmit={submit} className="flex flex-col gap-3 border-t border-line pt-4">
			<h3 className="font-semibold">{t('cover.weekly')}</h3>
			{typed.length === 0 && <p className="text-ink-2">{t('cover.weeklyNone')}</p>}
			{typed.map((s, i) => (
				<div
					key={s.id}
					className="flex flex-col gap-2 rounded-card p-2.5 shadow-[inset_0_0_0_1px_var(--line)]"
				>
					{typed.length > 1 && (
						<TextField
							label={t('cover.weeklyName', { n: i + 1 })}
							maxLength={100}
							value={s.name}
							onChange={(e) => change(s.id, { name: e.target.value })}
						/>
					)}
					<Hours
						spans={s.spans}
						zone={s.zone}
						onSpans={(spans) => change(s.id, { spans })}
						onZone={(z) => change(s.id, { zone: z })}
					/>
					<Button
						look="quiet"
						size="small"
						icon="close"
						className="self-start"
						onClick={() => set(typed.filter((o) => o.id !== s.id))}
					>
						{t('cover.weeklyRemove', { n: i + 1 })}
					</Button>
				</div>
			))}
			<Button
				look="quiet"
				icon="plus"
				className="self-start"
				onClick={() =>
					set([...typed, { id: nextId(typed), key: '', name: '', zone, spans: usual, holidays: null }])
				}
			>
				{t('cover.weeklyAdd')}
			</Button>
			{save.error && <Refused error={save.error} busy={save.isPending} confirm={() => save.mutate(true)} />}
			<div className="flex items-center gap-3">
				<Button type="submit" size="large" disabled={save.isPending}>
					{t('cover.weeklySave')}
				</Button>
				<span role="status" className="text-good">
					{save.isSuccess && t('cover.saved')}
				</span>
			</div>
		</form>
	)
}

const usual: Span[] = [{ id: 0, days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' }]
