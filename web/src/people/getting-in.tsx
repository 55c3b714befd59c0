import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { Button } from '../ui/button'
import { exactly } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { type Access, access, invite, type Person } from './api'
import { LinkOnce } from './link-once'

/** GettingIn says how somebody gets in, makes them a link, and signs them out everywhere. */
export function GettingIn({ person, door }: { person: Person; door: Access }) {
	const queries = useQueryClient()
	const again = () => queries.invalidateQueries({ queryKey: access.queryKey })
	const make = useMutation({ mutationFn: () => invite(person.id), onSuccess: again })
	const end = useMutation({
		mutationFn: () =>
			ask(api.DELETE('/api/v1/agents/{id}/sessions', { params: { path: { id: person.id } } })),
		onSuccess: again,
	})
	const error = make.error ?? end.error
	return (
		<section aria-label={t('people.in')} className="flex flex-col gap-3 border-t border-line pt-5">
			<div>
				<h2 className="text-15 font-semibold">{t('people.in')}</h2>
				<p className="text-ink-2">{standing(door)}</p>
			</div>
			{make.data && <LinkOnce name={person.name} {...make.data} />}
			<div className="flex flex-wrap items-center gap-2">
				<Button icon="link" disabled={make.isPending} onClick={() => make.mutate()}>
					{t(door.invited_until ? 'people.linkAnother' : 'people.linkMake')}
				</Button>
				{door.signed_in && <SignOut name={person.name} busy={end.isPending} run={() => end.mutate()} />}
				<span role="status" className="text-12 text-good">
					{end.data && !door.signed_in && t('people.signedOut', { n: end.data.ended })}
				</span>
			</div>
			{door.password && <p className="text-12 text-ink-3">{t('people.linkAgain')}</p>}
			{error && <Trouble error={error} />}
		</section>
	)
}

function standing(door: Access): string {
	const invited = door.invited_until
		? t('people.invited', { time: exactly(new Date(door.invited_until)) })
		: ''
	if (!door.password) return invited || t('people.notIn')
	return [t(door.signed_in ? 'people.isIn' : 'people.canGetIn'), invited].filter(Boolean).join(' ')
}

/** SignOut asks once more: whoever is at work loses their place. */
function SignOut({ name, busy, run }: { name: string; busy: boolean; run: () => void }) {
	const [asked, setAsked] = useState(false)
	if (!asked) {
		return (
			<Button icon="exit" onClick={() => setAsked(true)}>
				{t('people.signOut')}
			</Button>
		)
	}
	return (
		<span className="flex flex-wrap items-center gap-2">
			<span>{t('people.signOutSure', { name })}</span>
			<Button look="danger" disabled={busy} onClick={run}>
				{t('people.signOut')}
			</Button>
			<Button look="quiet" onClick={() => setAsked(false)}>
				{t('ui.cancel')}
			</Button>
		</span>
	)
}
