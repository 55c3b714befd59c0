import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { setAppearance } from '../app/appearance'
import { densities, useDensity } from '../app/use-appearance'
import { topics } from '../triage/api'
import { Button } from '../ui/button'
import { Menu, MenuChoice, MenuLine } from '../ui/menu'
import { t } from '../words/catalogue'
import { askedBy, ofTopic, topicIn, type ViewKey } from './view'

/** ShowMenu chooses what of a team is listed, and how high its rows are. */
export function ShowMenu({ view }: { view: string }) {
	const navigate = useNavigate()
	const density = useDensity()
	const asked = askedBy(view)
	const show = (to: ViewKey) => void navigate({ to: '/v/$view', params: { view: to } })
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
						onChange={(kind) => show(ofTopic(`${kind}-${asked.department}`, topicIn(view)))}
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
			{asked && <Topics view={view} onChoose={show} />}
		</Menu>
	)
}

/** Topics narrows the list to one of the company's topics; where there are none there is nothing to choose. */
function Topics({ view, onChoose }: { view: ViewKey; onChoose: (view: ViewKey) => void }) {
	const { data } = useQuery(topics)
	const now = topicIn(view)
	const options = (data?.items ?? [])
		.filter((topic) => !topic.archived || topic.key === now)
		.map((topic) => ({ value: topic.key, label: topic.name }))
	if (options.length === 0) return null
	return (
		<>
			<MenuLine />
			<MenuChoice
				label={t('inbox.topic')}
				value={now}
				options={[{ value: '', label: t('inbox.topicAll') }, ...options]}
				onChange={(topic) => onChoose(ofTopic(view, topic))}
			/>
		</>
	)
}
