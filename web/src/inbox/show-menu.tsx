import { useNavigate } from '@tanstack/react-router'
import { setAppearance } from '../app/appearance'
import { densities, useDensity } from '../app/use-appearance'
import { Button } from '../ui/button'
import { Menu, MenuChoice, MenuLine } from '../ui/menu'
import { t } from '../words/catalogue'
import { askedBy } from './view'

/** ShowMenu chooses what of a team is listed, and how high its rows are. */
export function ShowMenu({ view }: { view: string }) {
	const navigate = useNavigate()
	const density = useDensity()
	const asked = askedBy(view)
	return (
		<Menu
			label={t('inbox.show')}
			trigger={
				<Button look="quiet" icon="settings" bare className="max-rail:size-11">
					{t('inbox.show')}
				</Button>
			}
		>
			{asked?.department && (
				<>
					<MenuChoice
						label={t('inbox.scope')}
						value={asked.view === 'queue' ? 'queue' : 'team'}
						options={[
							{ value: 'team', label: t('inbox.scopeOpen') },
							{ value: 'queue', label: t('inbox.scopeQueue') },
						]}
						onChange={(kind) =>
							void navigate({ to: '/v/$view', params: { view: `${kind}-${asked.department}` } })
						}
					/>
					<MenuLine />
				</>
			)}
			<MenuChoice
				label={t('frame.density')}
				value={density}
				options={densities()}
				onChange={(chosen) => setAppearance({ density: chosen })}
			/>
		</Menu>
	)
}
