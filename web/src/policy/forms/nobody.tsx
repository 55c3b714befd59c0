import { t } from '../../words/catalogue'
import { useDesk } from '../desk'
import { hoursWord } from '../hours-word'
import { lengthWord, short } from '../measure'
import { entriesOf, isMapping, type Mapping, many } from '../model'
import { at } from '../yaml/data'
import { Many, One } from './blank'
import { CalendarLine, NewCalendar } from './calendar'
import { Chip } from './chip'
import { useBlank, useSpot } from './place'
import { Part, Sentence } from './sentence'

const lengths = () => short.slice(1).map((value) => ({ value, label: lengthWord(value) }))

/** Nobody says when each department is here, and who stands in when it is not. */
export function Nobody() {
	const { policy, vocabulary, may, edit, alone } = useDesk()
	if (!policy) return null
	const { data } = policy
	const covered = entriesOf(data.cover).map(([key]) => key)
	const hours = entriesOf(data.departments)
		.filter(([, d]) => d.hours !== undefined)
		.map(([key]) => key)
	const said = [...new Set([...hours, ...covered])]
	const rest = vocabulary.departments.filter((d) => !said.includes(d.value))
	if (said.length === 0 && !may) return null
	return (
		<Part title={t(alone ? 'policy.nobodyAlone' : 'policy.nobodyHere')}>
			<ul>
				{said.map((key) => (
					<Sentence key={key} path={['cover', key]} name={vocabulary.name(key)} removes>
						<b className="text-cord">{vocabulary.name(key)}</b>
						<Hours department={key} />
						<Stands />
					</Sentence>
				))}
				{may && !alone && rest.length > 0 && (
					<li className="py-1.5">
						<Chip
							tone="add"
							icon="plus"
							name={t('policy.addCover')}
							options={rest}
							onChoose={(key) => edit({ set: ['cover', key, 'chain'], to: ['on_call'] })}
						>
							{t('policy.addCover')}
						</Chip>
					</li>
				)}
				{entriesOf(data.calendars).map(([key, c]) => (
					<CalendarLine key={key} name={key} calendar={c} />
				))}
				{may && (
					<li className="py-1.5">
						<NewCalendar />
					</li>
				)}
			</ul>
		</Part>
	)
}

/** Hours says when a department is here: by its own calendar, by that of all, or always. */
function Hours({ department }: { department: string }) {
	const { policy, vocabulary, edit } = useDesk()
	const { locked } = useSpot()
	const data = policy?.data ?? {}
	const team = isMapping(at(data, ['teams', department]))
	const path = [team ? 'teams' : 'departments', department, 'hours']
	const own = at(data, path)
	const name = String(own ?? data.hours ?? '')
	const calendar = at(data, ['calendars', name])
	const said = isMapping(calendar) ? hoursWord(calendar) : t('policy.always')
	const options = vocabulary.of('calendars')
	const set = (to: string) => {
		if (team || !Array.isArray(data.departments)) return edit({ set: path, to })
		const all: Mapping = Object.fromEntries(
			many(data.departments).map((d): [string, Mapping] => [d, d === department ? { hours: to } : {}]),
		)
		edit({ set: ['departments'], to: all })
	}
	const listed = team || data.departments !== undefined
	return (
		<>
			<span>{t('policy.isHere')}</span>
			{locked || !listed ? (
				<span className="font-medium text-ink">{said}</span>
			) : (
				<Chip
					tone="fact"
					name={t('policy.openHours')}
					options={options}
					value={name}
					onChoose={set}
					more={{ word: t('policy.newHours'), run: () => document.getElementById('new-hours')?.click() }}
					onRemove={own !== undefined ? () => edit({ drop: path }) : undefined}
				>
					{said}
				</Chip>
			)}
		</>
	)
}

/** Stands says who stands in, one after the other. */
function Stands() {
	const { vocabulary } = useDesk()
	const { value } = useBlank(['chain'])
	const { locked, open } = useSpot()
	const stands = many(value).length > 0
	return (
		<>
			{(stands || (open && !locked)) && <span>{t('policy.then')}</span>}
			<Many
				at={['chain']}
				list
				name={t('policy.standsIn')}
				options={vocabulary.covers}
				word={vocabulary.name}
				join={t('policy.thenNext')}
				add={t('policy.addStand')}
				empties
			/>
			{stands && <After />}
		</>
	)
}

function After() {
	const { value } = useBlank(['after'])
	return (
		<>
			{value !== undefined && <span>{t('policy.alsoAfter')}</span>}
			<One
				at={['after']}
				name={t('policy.after')}
				options={lengths()}
				word={lengthWord}
				add={t('policy.addAfter')}
			/>
			{value !== undefined && <span>{t('policy.untaken')}</span>}
		</>
	)
}
