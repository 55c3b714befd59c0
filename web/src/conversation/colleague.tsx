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
	/** What a name has to contain, their own or that of a team of theirs. */
	name: string
	/** Who speaks for another department comes before everybody else; else only before the others of other departments. */
	speakersFirst?: boolean
	team?: (key: string) => string
}

/** speaksFor are the departments other than this one that somebody speaks for: whom to ask there first. */
export function speaksFor(a: Agent, department: string): string[] {
	return (a.speaks_for ?? []).filter((d) => d !== department)
}

/** colleagues are those who can be asked: the department's own first, of those who is here, of those who has room. */
export function colleagues(
	all: Agent[],
	{ department, without, name, speakersFirst = false, team = (key) => key }: Wanted,
): Agent[] {
	const fits = plain(name.trim())
	const called = (a: Agent) => [a.name, ...[...(a.departments ?? []), ...(a.speaks_for ?? [])].map(team)]
	const silent = (a: Agent) => (speaksFor(a, department).length > 0 ? 0 : 1)
	const first = (a: Agent) => (speakersFirst ? silent(a) : 0)
	const room = (a: Agent) => a.cap - a.load
	const outside = (a: Agent) => (a.departments?.includes(department) ? 0 : 1)
	const away = (a: Agent) => order.indexOf(a.presence)
	return all
		.filter((a) => !a.disabled && a.role !== 'viewer' && !without.includes(a.id))
		.filter((a) => called(a).some((one) => plain(one).includes(fits)))
		.sort(
			(a, b) =>
				first(a) - first(b) ||
				outside(a) - outside(b) ||
				silent(a) - silent(b) ||
				away(a) - away(b) ||
				room(b) - room(a),
		)
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
	speakersFirst,
	value,
	onChange,
}: {
	without: string[]
	speakersFirst?: boolean
	value: string
	onChange: (agent: string) => void
}) {
	const { data } = useQuery(agents)
	const { c, names } = useTalk()
	const [wanted, setWanted] = useState('')
	const { department } = c
	const { team } = names
	const found = colleagues(data?.items ?? [], {
		department,
		without,
		name: wanted,
		speakersFirst,
		team,
	}).slice(0, shownAtOnce)
	const speaks = (a: Agent) => {
		const teams = speaksFor(a, department).map(team)
		return teams.length > 0 && t('panel.speaksFor', { teams: new Intl.ListFormat('en').format(teams) })
	}
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
							{speaks(a) && (
								<span className="block truncate text-12 font-medium text-ink-2">{speaks(a)}</span>
							)}
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
