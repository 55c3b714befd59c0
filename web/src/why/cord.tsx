import clsx from 'clsx'
import type { Schemas } from '../api/client'
import { Icon } from '../ui/icon'
import { span } from '../ui/time'
import { type Key, t } from '../words/catalogue'
import { chosenBy } from './because'
import { groups, type StageView, stagesOf } from './stages'

type Decision = Schemas['Decision']

/** Cord runs through the stages of deciding: a filled jack where a rule matched, a hollow one where none did. */
export function Cord({ decision: d, person }: { decision: Decision; person: string }) {
	const stages = stagesOf(d)
	return groups.map((group) => (
		<section key={group.word}>
			<h3 className="py-1 ps-7 text-11 font-semibold text-ink-3">{t(group.word)}</h3>
			<ol>
				{stages
					.filter((s) => (group.stages as readonly string[]).includes(s.stage))
					.map((s) => (
						<Stage key={s.stage} stage={s} said={saidOf(s, d, person)} />
					))}
			</ol>
		</section>
	))
}

function Stage({ stage: s, said }: { stage: StageView; said: Said }) {
	const filled = s.state === 'matched' || said.strong !== undefined
	return (
		<li className="relative grid min-h-6 grid-cols-[20px_96px_minmax(0,1fr)] items-start gap-x-2 py-0.5 before:absolute before:inset-y-0 before:start-[7px] before:border-s-2 before:border-line">
			<Icon
				name={filled ? 'led' : 'unowned'}
				className={clsx('relative mt-0.5 rounded-full bg-raised', filled ? 'text-cord' : 'text-ink-3')}
			/>
			<span className={filled ? 'font-medium' : 'text-ink-3'}>{t(`why.stage.${s.stage}` as Key)}</span>
			<span className={clsx('break-words', !filled && 'text-ink-3')}>
				{said.strong && <b className="text-cord">{said.strong}</b>}
				{said.strong && said.rest && ': '}
				{said.rest}
			</span>
		</li>
	)
}

interface Said {
	strong?: string
	rest: string
}

/** What it means that no rule of a stage matched. */
const nothing: Record<string, Key> = {
	guard: 'why.noGuard',
	continuity: 'why.noContinuity',
	carve_out: 'why.noCarveOut',
	topic: 'why.noTopic',
	channel: 'why.noChannel',
}

/** decider names what had decided already, so that nothing behind it was needed. */
function decider(d: Decision): string {
	return chosenBy(d)?.stage === 'continuity' ? t('why.decidedBy') : t('why.byRule', { rule: d.rule })
}

/** saidOf puts what came of a stage into words. */
function saidOf(s: StageView, d: Decision, person: string): Said {
	if (s.stage === 'lead' && person) return { strong: person, rest: '' }
	if (s.state === 'unreached') return { rest: t('why.decided', { by: decider(d) }) }
	const counted = s.steps.filter((step) => step.outcome !== 'skipped')
	if (s.stage === 'required_level') {
		return { strong: t('why.level', { n: d.required_level }), rest: counted.map((c) => c.why).join('; ') }
	}
	if (s.stage === 'deadlines' && d.deadline_seconds > 0) {
		return { strong: t('why.deadline', { span: span(d.deadline_seconds * 1000) }), rest: '' }
	}
	const [first] = counted
	if (first) return { strong: first.rule, rest: counted.map((c) => c.why).join('; ') }
	const skipped = s.steps[0]
	if (skipped) return { rest: `${skipped.rule}: ${t('why.skipped', { why: skipped.why })}` }
	return { rest: t(nothing[s.stage] ?? 'why.noneNeeded') }
}
