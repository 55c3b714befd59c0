import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { type ReactNode, useState } from 'react'
import { agents } from '../../api/query'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { stagesOf } from '../../why/stages'
import { type Key, t } from '../../words/catalogue'
import type { Explained } from '../api'
import { useDesk } from '../desk'
import { nameOf } from '../forms/rule'
import { secondsWord } from '../measure'
import { isMapping } from '../model'
import { testOf } from '../test-of'

/** Answer says in one sentence what would be decided, with the stages it went through, and what is decided now. */
export function Answer({ explained: e, dim }: { explained: Explained; dim: boolean }) {
	const { vocabulary, policy, name } = useDesk()
	const d = e.decision
	const rule = policy?.rules.find((r) => r.id === d.rule)
	const by =
		d.rule === 'default' ? t('policy.byDefault') : t('policy.byRule', { rule: rule ? nameOf(rule) : d.rule })
	const here = useHere(d.cover && d.cover.cause !== 'unled' ? '' : d.department)
	const helpers = (d.helpers ?? []).map(vocabulary.name).join(', ')
	const stands = d.cover?.chain?.[0]
	const now = e.now
	const other = now && (now.department !== d.department || now.rule !== d.rule)
	return (
		<div aria-busy={dim} className="flex flex-col gap-2 rounded-card bg-cord-soft px-3 py-2.5 text-14">
			{d.quarantine ? (
				<p>{t('policy.goesQuarantine', { by })}</p>
			) : (
				<p>
					<b className="text-cord">{vocabulary.name(d.department)}</b> {t('policy.leadsBy', { by })}{' '}
					{here && t('policy.hereNow', { names: here })} {helpers && t('policy.helpsToo', { names: helpers })}{' '}
					{stands && d.cover?.cause !== 'unled' && t('policy.standsNow', { name: vocabulary.name(stands) })}{' '}
					{d.deadline_seconds > 0 && t('policy.answerIn', { span: secondsWord(d.deadline_seconds) })}{' '}
					{d.required_level > 0 && t('policy.asksLevel', { n: d.required_level })}
				</p>
			)}
			{name && now && <Now explained={e} other={other === true} />}
			<Steps explained={e} />
			<Keep explained={e} />
		</div>
	)
}

/** Now says what the policy in force would do instead. */
function Now({ explained: e, other }: { explained: Explained; other: boolean }) {
	const { vocabulary, policy } = useDesk()
	const asks = policy?.rules.some((r) => 'network' in (isMapping(r.data.when) ? r.data.when : r.data))
	return (
		<p className="text-13 text-ink-2">
			{other ? t('policy.underNow', { name: vocabulary.name(e.now?.department ?? '') }) : t('policy.sameNow')}{' '}
			{asks && !e.decision.facts.network && t('policy.noNetwork')}
		</p>
	)
}

/** useHere names the people of a department who are here now; nobody for none. */
function useHere(department: string): string {
	const { data } = useQuery(agents)
	const here = (data?.items ?? []).filter(
		(a) => !a.disabled && a.presence === 'here' && (a.departments ?? []).includes(department),
	)
	return here
		.slice(0, 3)
		.map((a) => a.name)
		.join(', ')
}

/** The stages that choose; what fits nothing goes by everything else instead of by where it was said. */
const five = (rule: string) => [
	'guard',
	'carve_out',
	'topic',
	rule === 'default' ? 'default' : 'channel',
	'cover',
]

/** Steps is the cord through the stages that choose. */
function Steps({ explained: { decision: d } }: { explained: Explained }) {
	const stages = stagesOf(d).filter((s) => five(d.rule).includes(s.stage))
	return (
		<ol className="flex justify-between gap-1 text-12">
			{stages.map((s, i) => {
				const on =
					s.state === 'matched' || (s.stage === 'cover' && d.cover !== undefined && d.cover.cause !== 'unled')
				return (
					<li
						key={s.stage}
						className={clsx(
							'relative flex flex-1 flex-col items-center gap-0.5 text-center',
							i > 0 &&
								'before:absolute before:end-[calc(50%+9px)] before:top-[7px] before:w-[calc(100%-18px)] before:border-t-2 before:border-cord-line',
						)}
					>
						<Icon name={on ? 'led' : 'unowned'} className={on ? 'text-cord' : 'text-ink-2'} />
						<span className={on ? 'font-semibold' : 'text-ink-2'}>{t(`policy.step.${s.stage}` as Key)}</span>
						{s.state === 'unreached' && <span className="sr-only">{t('policy.notNeeded')}</span>}
					</li>
				)
			})}
		</ol>
	)
}

/** Keep writes what was tried out into the policy as a test. */
function Keep({ explained }: { explained: Explained }): ReactNode {
	const { may, edit, policy } = useDesk()
	const [kept, setKept] = useState<Explained>()
	if (!may || !policy) return null
	const tests = Array.isArray(policy.data.tests) ? policy.data.tests.length : 0
	if (kept === explained)
		return (
			<p role="status" className="text-12 text-good">
				{t('policy.keptTest')}
			</p>
		)
	return (
		<Button
			size="small"
			className="self-start"
			onClick={() => {
				edit({ insert: ['tests', tests], item: testOf(explained.decision) })
				setKept(explained)
			}}
		>
			{t('policy.keepTest')}
		</Button>
	)
}
