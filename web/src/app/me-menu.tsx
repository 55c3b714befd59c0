import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { me } from '../api/query'
import { KeyHint } from '../ui/key-hint'
import { Menu, MenuChoice, MenuItem, MenuLine } from '../ui/menu'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { setAppearance } from './appearance'
import { openShortcuts } from './dialogs'
import { type Presence, presences, presenceWord, usePresence } from './presence'
import { useSignOut } from './sign-out'
import { useAppearance } from './use-appearance'

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
							options={presences.map((p) => ({ ...p, word: presenceWord(p.value) }))}
							onChange={(value) => presence.mutate(value)}
						/>
						<MenuLine />
					</>
				)}
				<Looks />
				<MenuLine />
				<MenuItem icon="person" onSelect={() => void navigate({ to: '/me' })}>
					{t('frame.myPage')}
				</MenuItem>
				<MenuItem icon="settings" onSelect={openShortcuts} hint={<KeyHint hotkey="?" />}>
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
				options={[
					{ value: 'light', word: t('frame.light'), icon: 'sun' },
					{ value: 'dark', word: t('frame.dark'), icon: 'moon' },
					{ value: 'system', word: t('frame.system'), icon: 'settings' },
				]}
				onChange={(chosen) => setAppearance({ theme: chosen })}
			/>
			<MenuChoice
				label={t('frame.density')}
				value={density}
				options={[
					{ value: 'comfortable', word: t('frame.comfortable') },
					{ value: 'compact', word: t('frame.compact') },
				]}
				onChange={(chosen) => setAppearance({ density: chosen })}
			/>
		</>
	)
}
