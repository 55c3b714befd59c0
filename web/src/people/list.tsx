import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { agents, departments, me } from '../api/query'
import { Avatar } from '../ui/avatar'
import { Icon } from '../ui/icon'
import { rowLook } from '../ui/list-beside'
import { Skeleton } from '../ui/skeleton'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import type { Agent } from './api'
import { type Group, groupsOf } from './groups'
import { Presence } from './presence'

/** PeopleList is everybody who works here, by their hats. */
export function PeopleList() {
	const { data: people, error, refetch } = useQuery(agents)
	const { data: teams } = useQuery(departments)
	const { data: who } = useQuery(me)
	const groups = groupsOf(people?.items ?? [], teams?.items ?? [])
	return (
		<div className="flex flex-col gap-1 pb-6">
			<div className="flex h-14 items-center justify-between px-3">
				<h1 className="text-18 font-semibold">{t('people.title')}</h1>
				{who?.permissions.includes('agent.manage') && (
					<Link
						to="/people/new"
						className="inline-flex h-(--control) items-center gap-1.5 rounded-control bg-surface px-3 font-semibold shadow-[inset_0_0_0_1px_var(--line-strong)] hover:bg-hover"
					>
						<Icon name="plus" />
						{t('people.add')}
					</Link>
				)}
			</div>
			{error && <Trouble error={error} again={() => void refetch()} className="mx-3" />}
			{!people && !error && <Skeleton rows={6} />}
			{groups.map((g) => (
				<Team key={g.kind + g.key} group={g} />
			))}
		</div>
	)
}

function Team({ group: g }: { group: Group }) {
	const name = g.kind === 'department' ? g.name : t(`people.group.${g.kind}`)
	return (
		<nav aria-label={name} className="flex flex-col pt-2">
			<h2 className="flex flex-wrap gap-x-2 px-3 pb-1 text-12 font-semibold text-ink-2">
				{name}
				{g.kind !== 'inactive' && (
					<span className="font-normal text-ink-3">
						{t('people.places', { here: g.here, load: g.load, cap: g.cap })}
					</span>
				)}
			</h2>
			{g.people.map((a) => (
				<Row key={a.id} agent={a} />
			))}
		</nav>
	)
}

function Row({ agent: a }: { agent: Agent }) {
	const under = [
		(a.languages ?? []).join(' ').toLocaleUpperCase(),
		t('frame.load', { load: a.load, cap: a.cap }),
	]
	return (
		<Link
			to="/people/$agent"
			params={{ agent: a.id }}
			className={rowLook}
			activeProps={{ 'aria-current': 'page' }}
		>
			<Avatar name={a.name} ours size="large" />
			<span className="min-w-0 flex-1">
				<b className="block truncate">{a.name}</b>
				<span className="block truncate text-12 text-ink-3">
					{a.disabled ? a.email : under.filter(Boolean).join(' · ')}
				</span>
			</span>
			{!a.disabled && <Presence agent={a} />}
		</Link>
	)
}
