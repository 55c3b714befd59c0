import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Problem } from '../api/client'
import { Heading } from '../app/heading'
import { Copyable } from '../ui/copy'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { Linked, setupState } from './visit'

function Said({ title, children }: { title: string; children: ReactNode }) {
	return (
		<div className="flex flex-col gap-4">
			<Heading size="large">{title}</Heading>
			{children}
		</div>
	)
}

/** Command makes another link, as it is typed on the machine where this server was started. */
function Command() {
	const { data } = useQuery(setupState)
	return <Copyable text={t('setup.command', { program: data?.command ?? 'switchboard' })} />
}

/** Waiting says that nobody has set up yet, and where the link is. */
export function Waiting() {
	return (
		<Said title={t('setup.waitTitle')}>
			<p className="text-14 text-ink-2">{t('setup.waitText')}</p>
			<p className="text-ink-2">{t('setup.waitMore')}</p>
			<Command />
		</Said>
	)
}

function BadLink() {
	return (
		<Said title={t('setup.badTitle')}>
			<p role="alert" className="text-14 text-ink-2">
				{t('setup.badText')}
			</p>
			<Command />
		</Said>
	)
}

function Done() {
	return (
		<Said title={t('setup.doneTitle')}>
			<p className="text-14 text-ink-2">{t('setup.doneText')}</p>
			<Link to="/sign-in" className="self-start font-semibold text-cord underline">
				{t('setup.signIn')}
			</Link>
		</Said>
	)
}

/** Closed says why this browser may not set up, and the way out. */
export function Closed({ error, again }: { error: unknown; again: () => void }) {
	if (error instanceof Linked) return <BadLink />
	if (error instanceof Problem && error.status === 409) return <Done />
	if (error instanceof Problem && error.status === 401) return <Waiting />
	return <Trouble error={error} again={again} />
}
