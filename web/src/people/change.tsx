import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { api, ask } from '../api/client'
import { Button } from '../ui/button'
import { Refused } from '../ui/refused'
import { t } from '../words/catalogue'
import type { Person } from './api'
import { Fields } from './fields'
import { bodyOf, type Role, saidOf } from './said'
import { isPlaced, wrongWith } from './wrong'

interface Props {
	view: Person
	tag: string
	roles: Role[]
	done: () => void
}

/** Change changes what is said of somebody. It is based on the state that was seen. */
export function Change({ view, tag, roles, done }: Props) {
	const [said, setSaid] = useState(() => saidOf(view))
	const [seen] = useState(tag)
	const form = useRef<HTMLFormElement>(null)
	const queries = useQueryClient()
	const save = useMutation({
		mutationFn: (confirmed: boolean) =>
			ask(
				api.PUT('/api/v1/agents/{id}', {
					params: { path: { id: view.id }, header: { 'If-Match': seen } },
					body: { ...bodyOf(said, view.disabled), confirmed },
				}),
			),
		onSuccess: async () => {
			await queries.invalidateQueries({ queryKey: ['agents'] })
			void queries.invalidateQueries({ queryKey: ['me'] })
			done()
		},
	})
	useEffect(() => form.current?.querySelector('input')?.focus(), [])
	const submit = (e: FormEvent) => {
		e.preventDefault()
		if (!save.isPending) save.mutate(false)
	}
	const role = view.role as Role
	return (
		<form ref={form} onSubmit={submit} className="flex flex-col gap-5">
			<Fields
				said={said}
				onChange={(part) => setSaid({ ...said, ...part })}
				roles={roles.includes(role) ? roles : [role, ...roles]}
				self={view.id}
				wrong={wrongWith(save.error)}
			/>
			{save.error && !isPlaced(save.error) && (
				<Refused error={save.error} busy={save.isPending} confirm={() => save.mutate(true)} />
			)}
			<div className="flex gap-2">
				<Button look="act" size="large" type="submit" disabled={save.isPending}>
					{t('people.save')}
				</Button>
				<Button look="quiet" size="large" onClick={done}>
					{t('ui.cancel')}
				</Button>
			</div>
		</form>
	)
}
