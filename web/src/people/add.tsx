import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api, ask } from '../api/client'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { Empty, Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { access, invite, type Person } from './api'
import { Fields } from './fields'
import { LinkOnce } from './link-once'
import { bodyOf, type Role, type Said, unsaid } from './said'
import { isPlaced, wrongWith } from './wrong'
import '../words/en/people'

/** AddPage takes somebody in and makes the link with which they choose their password. */
export function AddPage() {
	const { data, error, refetch } = useQuery(access)
	const [round, setRound] = useState(0)
	if (error) return <Trouble error={error} again={() => void refetch()} className="m-8" />
	if (!data) return <Skeleton rows={5} />
	const roles = data.roles as Role[]
	if (roles.length === 0) return <Empty title={t('people.mayNot')}>{t('people.mayNotHint')}</Empty>
	return <Adding key={round} roles={roles} another={() => setRound(round + 1)} />
}

function Adding({ roles, another }: { roles: Role[]; another: () => void }) {
	const [said, setSaid] = useState<Said>({
		...unsaid,
		role: roles.includes('agent') ? 'agent' : (roles[0] ?? 'viewer'),
	})
	const queries = useQueryClient()
	const add = useMutation({
		mutationFn: () => ask(api.POST('/api/v1/agents', { body: bodyOf(said) })),
		onSuccess: () => queries.invalidateQueries({ queryKey: ['agents'] }),
	})
	const submit = (e: FormEvent) => {
		e.preventDefault()
		if (!add.isPending) add.mutate()
	}
	if (add.data) return <Added person={add.data} another={another} />
	return (
		<form onSubmit={submit} className="mx-auto flex max-w-[680px] flex-col gap-5 p-4 rail:p-8">
			<header>
				<h1 className="text-18 font-semibold">{t('people.addTitle')}</h1>
				<p className="text-ink-2">{t('people.addLead')}</p>
			</header>
			<Fields
				said={said}
				onChange={(part) => setSaid({ ...said, ...part })}
				roles={roles}
				wrong={wrongWith(add.error)}
			/>
			{add.error && !isPlaced(add.error) && <Trouble error={add.error} />}
			<div className="flex gap-2">
				<Button look="act" size="large" type="submit" disabled={add.isPending}>
					{t('people.addDo')}
				</Button>
			</div>
		</form>
	)
}

function Added({ person, another }: { person: Person; another: () => void }) {
	const queries = useQueryClient()
	const { data, error, refetch } = useQuery({
		queryKey: ['new-invitation', person.id],
		queryFn: async () => {
			const made = await invite(person.id)
			void queries.invalidateQueries({ queryKey: access.queryKey })
			return made
		},
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: 0,
		retry: false,
	})
	return (
		<div className="mx-auto flex max-w-[680px] flex-col gap-4 p-4 rail:p-8">
			<div role="status">
				<h1 className="text-18 font-semibold">{t('people.added', { name: person.name })}</h1>
			</div>
			{error && <Trouble error={error} again={() => void refetch()} />}
			{data && <LinkOnce name={person.name} {...data} />}
			<div className="flex flex-wrap gap-2">
				<Button icon="plus" size="large" onClick={another}>
					{t('people.addAnother')}
				</Button>
				<Link
					to="/people/$agent"
					params={{ agent: person.id }}
					className="inline-flex h-10 items-center rounded-control px-4 text-14 font-medium text-ink-2 hover:bg-hover"
				>
					{t('people.toPage', { name: person.name })}
				</Link>
			</div>
		</div>
	)
}
