import type { Agent } from '../api/query'
import { nextId } from '../setup/fresh'
import { Hours } from '../setup/hours'
import { Button } from '../ui/button'
import { Group, Select } from '../ui/choose'
import { t } from '../words/catalogue'
import type { Watch } from './ladder'

interface Props {
	list: Watch[]
	people: Agent[]
	onChange: (list: Watch[]) => void
}

/** WatchFields says who is on call when. */
export function WatchFields({ list, people, onChange }: Props) {
	const change = (id: number, part: Partial<Watch>) =>
		onChange(list.map((w) => (w.id === id ? { ...w, ...part } : w)))
	const add = () =>
		onChange([
			...list,
			{
				id: nextId(list),
				agent: people[0]?.id ?? '',
				zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
				spans: [{ id: 0, days: ['sat', 'sun'], from: '08:00', to: '20:00' }],
			},
		])
	return (
		<Group label={t('oncall.watches')} aside={t('oncall.watchesHelp')}>
			{list.map((w, i) => (
				<div
					key={w.id}
					className="flex flex-col gap-2 rounded-card p-2.5 shadow-[inset_0_0_0_1px_var(--line)]"
				>
					<div className="flex items-center gap-2">
						<Select
							aria-label={t('oncall.watchWho', { n: i + 1 })}
							className="min-w-0 flex-1"
							options={optionsOf(people, w.agent)}
							value={w.agent}
							onChange={(e) => change(w.id, { agent: e.target.value })}
						/>
						<Button
							look="quiet"
							bare
							icon="close"
							onClick={() => onChange(list.filter((o) => o.id !== w.id))}
						>
							{t('oncall.watchRemove', { n: i + 1 })}
						</Button>
					</div>
					<Hours
						spans={w.spans}
						zone={w.zone}
						onSpans={(spans) => change(w.id, { spans })}
						onZone={(zone) => change(w.id, { zone })}
					/>
				</div>
			))}
			<Button icon="plus" look="quiet" className="self-start" disabled={people.length === 0} onClick={add}>
				{t('oncall.watchAdd')}
			</Button>
		</Group>
	)
}

function optionsOf(people: Agent[], now: string) {
	const known = people.map((a) => ({ value: a.id, label: a.name }))
	return known.some((o) => o.value === now) ? known : [{ value: now, label: t('oncall.leftUs') }, ...known]
}
