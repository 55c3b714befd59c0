import type { Agent } from '../api/query'
import { Button } from '../ui/button'
import { Chip, Select } from '../ui/choose'
import { inputLook } from '../ui/field'
import { t } from '../words/catalogue'
import { kinds, type Who } from './api'
import type { Rung } from './ladder'

interface Props {
	rung: Rung
	/** Its place, from 1. */
	n: number
	of: number
	people: Agent[]
	change: (part: Partial<Rung>) => void
	move: (by: -1 | 1) => void
	remove: () => void
}

/** StepFields is one step of a ladder: whom it calls, and how long it waits for them. */
export function StepFields({ rung, n, of, people, change, move, remove }: Props) {
	return (
		<li>
			<fieldset className="flex flex-col gap-2 rounded-card p-2.5 shadow-[inset_0_0_0_1px_var(--line)]">
				<legend className="sr-only">{t('oncall.step', { n })}</legend>
				<div className="flex flex-wrap items-center gap-2">
					<b aria-hidden="true" className="w-5 text-center text-ink-3">
						{n}
					</b>
					<Select
						aria-label={t('oncall.stepWho')}
						className="min-w-[180px] flex-1"
						options={kinds.map((k) => ({ value: k, label: t(`oncall.who.${k}`) }))}
						value={rung.who}
						onChange={(e) => change({ who: e.target.value as Who })}
					/>
					<label className="flex items-center gap-1.5 text-ink-2">
						{t('oncall.stepWait')}
						<input
							type="number"
							min={0.5}
							max={1440}
							step={0.5}
							required
							value={rung.minutes || ''}
							onChange={(e) => change({ minutes: e.target.valueAsNumber || 0 })}
							className={`${inputLook} h-10 w-[72px]!`}
						/>
						{t('oncall.stepMinutes')}
					</label>
					<span className="ms-auto flex">
						<Button look="quiet" bare repeats icon="up" disabled={n === 1} onClick={() => move(-1)}>
							{t('oncall.stepUp', { n })}
						</Button>
						<Button look="quiet" bare repeats icon="down" disabled={n === of} onClick={() => move(1)}>
							{t('oncall.stepDown', { n })}
						</Button>
						<Button look="quiet" bare icon="close" onClick={remove}>
							{t('oncall.stepRemove', { n })}
						</Button>
					</span>
				</div>
				{rung.who === 'people' && <Named rung={rung} people={people} change={change} />}
			</fieldset>
		</li>
	)
}

function Named({ rung, people, change }: Pick<Props, 'rung' | 'people' | 'change'>) {
	const gone = rung.people.filter((id) => !people.some((a) => a.id === id))
	const toggle = (id: string, on: boolean) =>
		change({ people: on ? [...rung.people, id] : rung.people.filter((p) => p !== id) })
	return (
		<div className="flex flex-wrap gap-1.5 ps-7">
			{people.map((a) => (
				<Chip
					key={a.id}
					label={a.name}
					checked={rung.people.includes(a.id)}
					onChange={(on) => toggle(a.id, on)}
				/>
			))}
			{gone.map((id) => (
				<Chip key={id} label={t('oncall.leftUs')} checked onChange={() => toggle(id, false)} />
			))}
			{rung.people.length === 0 && (
				<p className="w-full text-12 font-medium text-late">{t('oncall.nameSomebody')}</p>
			)}
		</div>
	)
}
