import { useQuery } from '@tanstack/react-query'
import { agents } from '../api/query'
import { Button } from '../ui/button'
import { useNow } from '../ui/now'
import { exactly, when } from '../ui/time'
import { headWord } from '../why/facts'
import { t } from '../words/catalogue'
import type { Layer, Measure } from './api'
import '../words/en/why'

/** Version is one version of what was learned: from what, how it was judged, and whether it can be used again. */
export function Version({
	layer: l,
	present,
	base,
	onUse,
}: {
	layer: Layer
	present: number
	base: string
	onUse: ((number: number) => void) | undefined
}) {
	const { data } = useQuery(agents)
	const now = useNow(60_000)
	const person = (id: string | undefined) =>
		data?.items.find((a) => a.id === id)?.name ?? t('people.somebody')
	const at = new Date(l.made_at)
	const made = { time: when(at, now), messages: l.messages }
	return (
		<li className="flex flex-col gap-1 border-b border-line py-3 last:border-0">
			<div className="flex flex-wrap items-baseline gap-x-3">
				<b className="text-14">{t('learning.version', { n: l.number })}</b>
				<time dateTime={l.made_at} title={exactly(at)} className="text-ink-3">
					{l.asked_by
						? t('learning.askedBy', { ...made, name: person(l.asked_by) })
						: t('learning.madeAt', made)}
				</time>
				<span className="ms-auto flex items-center gap-2">
					<span className="text-ink-2">{stateOf(l, present, now, person)}</span>
					{onUse && l.usable && l.base === base && l.number !== present && (
						<Button
							size="small"
							look="quiet"
							aria-label={t('learning.useNamed', { n: l.number })}
							onClick={() => onUse(l.number)}
						>
							{t('learning.use')}
						</Button>
					)}
				</span>
			</div>
			{l.ruling !== 'better' && <p>{t(`learning.refused.${l.ruling}`)}</p>}
			<dl className="flex flex-col gap-1">
				{l.measures.filter(tells).map((m) => (
					<div key={m.head} className="flex flex-wrap gap-x-2">
						<dt className="font-medium">{headWord(m.head)}</dt>
						<dd>{measured(m)}</dd>
						<dd className="text-12 text-ink-3">
							{t('learning.from', { wrong: m.wrong, right: m.right, stood: m.stood })}
						</dd>
					</div>
				))}
			</dl>
			{l.networks.length > 0 && (
				<p className="text-12 text-ink-3">{t('learning.networks', { networks: l.networks.join(', ') })}</p>
			)}
		</li>
	)
}

/** tells reports whether anybody corrected the finding, or reads it otherwise now. */
const tells = (m: Measure) => m.wrong > 0 || m.taught || m.before !== m.after

/** measured is how a finding is read on messages kept aside, before and after. */
export function measured({ held, before, after }: Measure): string {
	if (held === 0) return t('learning.unheld')
	return t(before === after ? 'learning.measureSame' : 'learning.measure', { held, before, after })
}

/** stateOf is what became of a version. */
export function stateOf(
	l: Layer,
	present: number,
	now: Date,
	person: (id: string | undefined) => string,
): string {
	if (l.number === present) return t('learning.state.inForce')
	if (l.ruling !== 'better') return t('learning.state.refused')
	if (!l.ended_at) return ''
	const time = when(new Date(l.ended_at), now)
	if (l.taken_back) {
		return l.ended_by
			? t('learning.state.takenBack', { name: person(l.ended_by), time })
			: t('learning.state.takenBackHere', { time })
	}
	return t('learning.state.replaced', { time })
}
