import clsx from 'clsx'
import { spansOf } from '../notices/spans'
import { spoken } from '../setup/week'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'
import type { OnCall, Step } from './api'
import { firstReached } from './ladder'
import { useNamed } from './names'

/** minutesWord is a wait in words; half minutes are said as seconds. */
export function minutesWord(minutes: number): string {
	return Number.isInteger(minutes)
		? t('oncall.minutes', { n: minutes })
		: t('oncall.seconds', { n: Math.round(minutes * 60) })
}

/** Climb shows a ladder as it would be climbed now: each step with when, and whom it reaches. */
export function Climb({ plan }: { plan: OnCall }) {
	const steps = plan.steps ?? []
	const first = firstReached(plan.reached)
	return (
		<section aria-label={t('oncall.ladder')} className="flex flex-col gap-4">
			{first < 0 && (
				<p role="status" className="rounded-card bg-late-soft px-3 py-2">
					<b className="text-late">{t('oncall.nobody')}</b> {t('oncall.nobodyHint')}
				</p>
			)}
			<ol className="flex flex-col">
				{steps.map((step, i) => (
					<Rung
						// biome-ignore lint/suspicious/noArrayIndexKey: a step has no name but its place
						key={i}
						step={step}
						reached={plan.reached[i] ?? []}
						first={i === first}
					/>
				))}
				<li className="flex gap-3 text-ink-2">
					<Icon name="undo" className="mt-0.5 flex-none text-ink-3" />
					{t('oncall.repeat', { wait: minutesWord((plan.repeat_seconds ?? 600) / 60) })}
				</li>
			</ol>
			<Watches plan={plan} />
		</section>
	)
}

interface RungProps {
	step: Step
	reached: string[]
	/** It is the first that reaches anybody now. */
	first: boolean
}

function Rung({ step, reached, first }: RungProps) {
	const named = useNamed()
	const somebody = reached.length > 0
	return (
		<li className="relative flex gap-3 pb-4">
			<i aria-hidden="true" className="absolute start-[7px] top-5 bottom-0 w-0.5 rounded-full bg-cord-line" />
			<Icon
				name={somebody ? 'led' : 'unowned'}
				className={clsx('mt-0.5 flex-none', somebody ? 'text-cord' : 'text-ink-3')}
			/>
			<div className="min-w-0 flex-1">
				<p className="flex flex-wrap gap-x-2">
					<b>{t(`oncall.who.${step.who}`)}</b>
					<span className="text-ink-3">
						{t('oncall.waits', { wait: minutesWord(step.wait_seconds / 60) })}
					</span>
				</p>
				<p className={somebody ? 'text-ink-2' : 'text-ink-3'}>
					{step.who === 'lead'
						? t('oncall.leadKnown')
						: somebody
							? t('oncall.now', { names: named(reached) })
							: t('oncall.passed')}
				</p>
				{first && <p className="text-12 font-semibold text-cord">{t('oncall.wakesFirst')}</p>}
			</div>
		</li>
	)
}

function Watches({ plan }: { plan: OnCall }) {
	const named = useNamed()
	const shifts = plan.shifts ?? []
	if (shifts.length === 0) return null
	return (
		<div className="border-t border-line pt-4">
			<h2 className="text-15 font-semibold">{t('oncall.watches')}</h2>
			<ul className="mt-1.5 *:border-t *:border-line *:first:border-0">
				{shifts.map((s) => (
					<li key={s.agent + JSON.stringify(s.calendar.hours)} className="flex flex-wrap gap-x-3 py-1.5">
						<b className="flex-1">{named([s.agent])}</b>
						<span>{spoken(spansOf(s.calendar.hours))}</span>
						<span className="text-ink-3">{s.calendar.zone.replaceAll('_', ' ')}</span>
					</li>
				))}
			</ul>
		</div>
	)
}
