import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { me } from '../api/query'
import { Menu, MenuChoice, MenuItem, MenuLine } from '../ui/menu'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { setAppearance } from './appearance'
import { openShortcuts } from './dialogs'
import { type Presence, presences, usePresence } from './presence'
import { useSignOut } from './sign-out'
import { densities, themes, useAppearance } from './use-appearance'

/** MeMenu is what concerns whoever is signed in: presence, looks, shortcuts, and the way out. */
export function MeMenu({ children }: { children: ReactNode }) {
	const { data: who } = useQuery(me)
	const navigate = useNavigate()
	const presence = usePresence()
	const signOut = useSignOut()
	return (
		<>
			{presence.error && <Trouble error={presence.error} className="mb-1 max-desk:hidden" />}
			<Menu trigger={children} label={t('frame.meShort')} side="top" align="start">
				{who?.permissions.includes('conversation.work') && (
					<>
						<MenuChoice
							label={t('frame.presence')}
							value={who.agent.presence as Presence}
							options={presences()}
							onChange={(value) => presence.mutate(value)}
						/>
						<MenuItem icon="exit" onSelect={() => void navigate({ to: '/me', hash: 'not-here' })}>
							{t('me.notHere')}
						</MenuItem>
						<MenuLine />
					</>
				)}
				<Looks />
				<MenuLine />
				<MenuItem icon="person" onSelect={() => void navigate({ to: '/me' })}>
					{t('frame.myPage')}
				</MenuItem>
				<MenuItem icon="settings" onSelect={openShortcuts} hint="?">
					{t('frame.shortcuts')}
				</MenuItem>
				<MenuItem icon="exit" onSelect={() => signOut.mutate()}>
					{t('frame.signOut')}
				</MenuItem>
			</Menu>
		</>
	)
}

function Looks() {
	const { theme, density } = useAppearance()
	return (
		<>
			<MenuChoice
				label={t('frame.appearance')}
				value={theme}
				options={themes()}
				onChange={(chosen) => setAppearance({ theme: chosen })}
			/>
			<MenuChoice
				label={t('frame.density')}
				value={density}
				options={densities()}
				onChange={(chosen) => setAppearance({ density: chosen })}
			/>
		</>
	)
}
