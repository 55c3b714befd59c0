import { t } from '../../words/catalogue'
import { useDesk } from '../desk'
import { hoursWord } from '../hours-word'
import { isMapping } from '../model'
import { at } from '../yaml/data'
import { One } from './blank'
import { useSpot } from './place'
import { Sentence } from './sentence'

const modes = () =>
	(['team', 'lean', 'solo'] as const).map((value) => ({ value, label: t(`policy.mode.${value}`) }))

/** Mode says how work comes to people: offered one by one, taken as it lies there, or all to one person. */
export function Mode() {
	const { policy, may } = useDesk()
	const mode = policy?.data.mode
	if (mode === undefined && !may) return null
	return (
		<Sentence path={[]} name={t('policy.modeIs')} always={mode === undefined}>
			<span>{t('policy.modeIs')}</span>
			<One at={['mode']} name={t('policy.modeIs')} options={modes()} add={t('policy.mode.team')} />
		</Sentence>
	)
}

/** OpenHours says which hours hold where no department has its own. */
export function OpenHours() {
	const { policy, vocabulary, alone } = useDesk()
	const own = policy?.data.hours
	if (own === undefined && vocabulary.of('calendars').length === 0) return null
	return (
		<Sentence path={[]} name={t('policy.hoursAre')} always={own === undefined}>
			<span>{t(alone ? 'policy.hoursAlone' : 'policy.hoursAre')}</span>
			<CompanyHours />
		</Sentence>
	)
}

function CompanyHours() {
	const { policy, vocabulary } = useDesk()
	const { open } = useSpot()
	const options = vocabulary.of('calendars')
	const word = (name: string) => {
		const calendar = at(policy?.data ?? {}, ['calendars', name])
		return isMapping(calendar) ? hoursWord(calendar) : name
	}
	return (
		<>
			{policy?.data.hours === undefined && !open && <b className="font-medium">{t('policy.always')}</b>}
			<One
				at={['hours']}
				name={t('policy.openHours')}
				options={options}
				word={word}
				add={t('policy.always')}
			/>
		</>
	)
}
