import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, ask } from '../api/client'
import { type Agent, agents, me } from '../api/query'
import { Heading } from '../app/heading'
import { Sheet } from '../app/page'
import { Avatar } from '../ui/avatar'
import { Button } from '../ui/button'
import { Copyable } from '../ui/copy'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { Steps } from './steps'
import '../words/en/setup'

const way =
	'inline-flex h-10 items-center rounded-control px-4 text-14 font-semibold shadow-[inset_0_0_0_1px_var(--line-strong)]'

/** Welcome is what comes after set-up: the first voice, and the links of those who were named. */
export function Welcome() {
	const { data: who } = useQuery(me)
	const { data: all } = useQuery(agents)
	const others = (all?.items ?? []).filter((a) => a.id !== who?.agent.id)
	return (
		<Sheet>
			<div className="mx-auto flex max-w-[640px] flex-col gap-5 p-4 rail:py-11">
				<Steps now={3} />
				<Heading size="large">{t('setup.readyTitle')}</Heading>
				<p className="text-14 text-ink-2">{t('setup.readyText')}</p>
				<p className="flex flex-wrap gap-2">
					<Link to="/networks" className={`${way} bg-cord text-on-cord shadow-none! hover:bg-cord-hover`}>
						{t('setup.readyNetworks')}
					</Link>
					<Link to="/" className={`${way} hover:bg-hover`}>
						{t('setup.readyHome')}
					</Link>
				</p>
				{others.length > 0 && (
					<section aria-labelledby="welcome-invite" className="mt-3">
						<h2 id="welcome-invite" className="text-15 font-semibold">
							{t('setup.invite')}
						</h2>
						<p className="text-ink-3">{t('setup.inviteHelp')}</p>
						<ul className="mt-2 *:border-t *:border-line">
							{others.map((a) => (
								<Invite key={a.id} agent={a} />
							))}
						</ul>
					</section>
				)}
			</div>
		</Sheet>
	)
}

function Invite({ agent }: { agent: Agent }) {
	const invite = useMutation({
		mutationFn: () => ask(api.POST('/api/v1/agents/{id}/invitation', { params: { path: { id: agent.id } } })),
	})
	return (
		<li className="flex flex-col gap-2 py-3">
			<div className="flex flex-wrap items-center gap-2.5">
				<Avatar name={agent.name} ours />
				<span className="min-w-0 flex-1">
					<b>{agent.name}</b> <span className="text-ink-3">{agent.email}</span>
				</span>
				{!invite.data && (
					<Button icon="link" onClick={() => invite.mutate()} disabled={invite.isPending}>
						{t('setup.inviteMake', { name: agent.name })}
					</Button>
				)}
			</div>
			{invite.data && (
				<Copyable
					text={new URL(invite.data.link, location.origin).href}
					label={t('setup.inviteLink', { name: agent.name })}
				/>
			)}
			{invite.error && <Trouble error={invite.error} />}
		</li>
	)
}
