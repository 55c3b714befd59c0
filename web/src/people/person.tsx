import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { isMissing } from '../api/problem'
import { me } from '../api/query'
import { Missing } from '../app/missing'
import { Avatar } from '../ui/avatar'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { access, type Person, person } from './api'
import { Change } from './change'
import { Facts } from './facts'
import { GettingIn } from './getting-in'
import { Leaving } from './leaving'
import { Presence } from './presence'
import type { Role } from './said'
import '../words/en/people'

const route = getRouteApi('/framed/people/$agent')

/** PersonPage is one person: what they do here, and what may be done about it. */
export function PersonPage() {
	const { agent: id } = route.useParams()
	const { data, error, refetch } = useQuery(person(id))
	if (isMissing(error)) return <Missing title={t('people.gone')}>{t('people.goneHint')}</Missing>
	if (error) return <Trouble error={error} again={() => void refetch()} className="m-8" />
	if (!data) return <Skeleton rows={5} />
	return <One key={id} view={data.person} tag={data.tag} />
}

function One({ view, tag }: { view: Person; tag: string }) {
	const { data: who } = useQuery(me)
	const { data: doors } = useQuery({ ...access, enabled: who?.permissions.includes('agent.manage') === true })
	const [changing, setChanging] = useState(false)
	const door = doors?.items.find((d) => d.id === view.id)
	const may = door?.may_change === true
	return (
		<div className="mx-auto flex max-w-[680px] flex-col gap-6 p-4 rail:p-8">
			<header className="flex flex-wrap items-center gap-3">
				<Avatar name={view.name} ours size="large" />
				<div className="min-w-0 flex-1">
					<h1 className="text-18 font-semibold">{view.name}</h1>
					<p className="flex flex-wrap items-center gap-x-3 text-ink-2">
						<span className="truncate">{view.email}</span>
						<Presence agent={view} />
					</p>
				</div>
				{may && !changing && (
					<Button icon="pencil" onClick={() => setChanging(true)}>
						{t('people.change')}
					</Button>
				)}
			</header>
			{changing && doors ? (
				<Change view={view} tag={tag} roles={doors.roles as Role[]} done={() => setChanging(false)} />
			) : (
				<Facts person={view} seen={door && (door.seen_at ?? '')} />
			)}
			{may && !changing && door && (
				<>
					{!view.disabled && view.id !== who?.agent.id && <GettingIn person={view} door={door} />}
					<Leaving view={view} tag={tag} self={view.id === who?.agent.id} />
				</>
			)}
		</div>
	)
}
