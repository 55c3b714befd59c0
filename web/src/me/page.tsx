import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { me } from '../api/query'
import { setAppearance } from '../app/appearance'
import { Page, Section } from '../app/page'
import { useAlone } from '../app/places'
import { type Presence, presences, usePresence } from '../app/presence'
import { useSignOut } from '../app/sign-out'
import { densities, themes, useAppearance } from '../app/use-appearance'
import { useDepartmentNames } from '../inbox/people'
import { NotHere } from '../team/not-here'
import { Avatar } from '../ui/avatar'
import { Button } from '../ui/button'
import { Segments } from '../ui/choose'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { languageName } from '../words/region'
import { Password } from './password'
import { Sessions } from './sessions'
import { Time } from './time'
import { Tokens } from './tokens'

/** MePage is what concerns whoever is signed in. */
export function MePage() {
	const { data: who } = useQuery(me)
	if (!who) return null
	const may = (permission: string) => who.permissions.includes(permission)
	return (
		<Page title={t('me.title')}>
			<About />
			{may('conversation.work') && <PresenceSection />}
			<Looks />
			{may('conversation.work') && <Time />}
			<Password />
			<Sessions />
			{may('token.manage') && <Tokens permissions={who.permissions} />}
		</Page>
	)
}

function About() {
	const { data: who } = useQuery(me)
	const names = useDepartmentNames()
	const signOut = useSignOut()
	if (!who) return null
	const { agent } = who
	const teams = (agent.departments ?? []).map((d) => names.get(d) ?? d)
	return (
		<section aria-label={t('me.about')} className="flex flex-wrap items-center gap-3">
			<Avatar name={agent.name} ours size="large" />
			<div className="min-w-0 flex-1">
				<p className="text-15 font-semibold">{agent.name}</p>
				<p className="truncate text-ink-2">{agent.email}</p>
				<p className="text-12 text-ink-3">
					{[
						...teams,
						t('state.level', { n: agent.freedom }),
						(agent.languages ?? []).map(languageName).join(', '),
					]
						.filter(Boolean)
						.join(' · ')}
				</p>
			</div>
			<Button icon="exit" onClick={() => signOut.mutate()}>
				{t('frame.signOut')}
			</Button>
			{signOut.error && <Trouble error={signOut.error} className="w-full" />}
		</section>
	)
}

function PresenceSection() {
	const { data: who } = useQuery(me)
	const presence = usePresence()
	const alone = useAlone()
	if (!who) return null
	return (
		<Section title={t('me.presence')} help={t(alone ? 'me.presenceAlone' : 'me.presenceHint')}>
			<Segments
				label={t('me.presence')}
				value={who.agent.presence as Presence}
				options={presences()}
				onChange={(value) => presence.mutate(value)}
			/>
			<p className="text-12 text-ink-3">{t('me.load', { load: who.agent.load, cap: who.agent.cap })}</p>
			{presence.error && <Trouble error={presence.error} />}
			<NotHereToday />
		</Section>
	)
}

/** NotHereToday stands open for who came for it. */
function NotHereToday() {
	const asked = useLocation({ select: (l) => l.hash === 'not-here' })
	const navigate = useNavigate()
	if (asked) return <NotHere done={() => void navigate({ to: '/me', replace: true })} />
	return (
		<Button
			icon="exit"
			className="self-start"
			onClick={() => void navigate({ to: '/me', hash: 'not-here', replace: true })}
		>
			{t('me.notHere')}
		</Button>
	)
}

function Looks() {
	const { theme, density } = useAppearance()
	return (
		<Section title={t('frame.appearance')} help={t('me.deviceHint')}>
			<Segments
				label={t('frame.appearance')}
				value={theme}
				options={themes()}
				onChange={(chosen) => setAppearance({ theme: chosen })}
			/>
			<Segments
				label={t('frame.density')}
				value={density}
				options={densities()}
				onChange={(chosen) => setAppearance({ density: chosen })}
			/>
		</Section>
	)
}
