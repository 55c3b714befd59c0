import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { plain } from '../action/rank'
import { type Agent, agents } from '../api/query'
import { Avatar } from '../ui/avatar'
import { ListedOption } from '../ui/choose'
import { TextField } from '../ui/field'
import { type Key, t } from '../words/catalogue'
import { languageName } from '../words/region'
import { type Names, useTalk } from './talk'

const presences: Record<string, Key> = { here: 'panel.here', paused: 'panel.paused', away: 'panel.away' }
const order = ['here', 'paused', 'away']

interface Wanted {
	/** The department whose people come first. */
	department: string
	without: string[]
	/** What a name has to contain. */
	name: string
}

/** colleagues are those who can be asked: the department's own first, of those who is here, of those who has room. */
export function colleagues(all: Agent[], { department, without, name }: Wanted): Agent[] {
	const fits = plain(name.trim())
	const room = (a: Agent) => a.cap - a.load
	const outside = (a: Agent) => (a.departments?.includes(department) ? 0 : 1)
	const away = (a: Agent) => order.indexOf(a.presence)
	return all
		.filter((a) => !a.disabled && a.role !== 'viewer' && !without.includes(a.id))
		.filter((a) => plain(a.name).includes(fits))
		.sort((a, b) => outside(a) - outside(b) || away(a) - away(b) || room(b) - room(a))
}

/** knownFor is what may make somebody the right one to ask: their teams, what they know and speak. */
export function knownFor(a: Agent, names: Pick<Names, 'team'>): string {
	const teams = (a.departments ?? []).map(names.team)
	return [...teams, ...(a.skills ?? []), ...(a.languages ?? []).map(languageName)].join(' · ')
}

const shownAtOnce = 6

/** Colleague asks for one of the people who work here. */
export function Colleague({
	without,
	value,
	onChange,
}: {
	without: string[]
	value: string
	onChange: (agent: string) => void
}) {
	const { data } = useQuery(agents)
	const { c, names } = useTalk()
	const [wanted, setWanted] = useState('')
	const found = colleagues(data?.items ?? [], { department: c.department, without, name: wanted }).slice(
		0,
		shownAtOnce,
	)
	return (
		<fieldset>
			<legend className="sr-only">{t('panel.who')}</legend>
			<TextField label={t('panel.whoFind')} value={wanted} onChange={(e) => setWanted(e.target.value)} />
			<div className="mt-1">
				{found.map((a) => (
					<ListedOption key={a.id} name="colleague" value={a.id} chosen={a.id === value} onChoose={onChange}>
						<Avatar name={a.name} ours size="small" />
						<span className="min-w-0 flex-1">
							<span className="block truncate">{a.name}</span>
							<span className="block truncate text-12 font-normal text-ink-3">{knownFor(a, names)}</span>
						</span>
						<span className="flex-none text-end text-12 font-normal text-ink-3">
							{t(presences[a.presence] ?? 'panel.away')} · {t('frame.load', { load: a.load, cap: a.cap })}
						</span>
					</ListedOption>
				))}
				{data && found.length === 0 && <p className="px-2 py-1 text-ink-3">{t('panel.whoNone')}</p>}
			</div>
		</fieldset>
	)
}
