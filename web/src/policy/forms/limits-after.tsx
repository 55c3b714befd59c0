import { t } from '../../words/catalogue'
import { useDesk } from '../desk'
import { lengthWord, long, shares, shareWord, short } from '../measure'
import { Many, One } from './blank'
import { Conditions, Narrow } from './condition'
import { useSpot } from './place'
import { Sentence } from './sentence'

const lengths = (list: string[]) => list.map((value) => ({ value, label: lengthWord(value) }))
const shareOptions = () => shares.map((n) => ({ value: String(n), label: shareWord(n) }))

export function SecondLook({ at: i }: { at: number }) {
	return (
		<Sentence path={['second_look', i]} name={t('policy.secondLook')} removes>
			<span>{t('policy.message')}</span>
			<Conditions when={['when']} />
			<NarrowLook />
			<span>{t('policy.rests')}</span>
			<One at={['hold']} name={t('policy.rest')} options={lengths(short.slice(1))} word={lengthWord} />
			<span>{t('policy.readAgain')}</span>
		</Sentence>
	)
}

function NarrowLook() {
	const { locked, open } = useSpot()
	return locked || !open ? null : <Narrow when={['when']} />
}

const tells = () =>
	(['lead', 'department', 'managers'] as const).map((value) => ({
		value,
		label: t(`policy.tell.${value}`),
	}))

export function Escalation({ at: i }: { at: number }) {
	return (
		<Sentence path={['escalation', i]} name={t('policy.escalation')} removes>
			<One at={['after']} name={t('policy.after')} options={lengths(short)} word={lengthWord} />
			<span>{t('policy.afterDeadline')}</span>
			<One at={['tell']} name={t('policy.told')} options={tells()} />
			<span>{t('policy.isTold')}</span>
		</Sentence>
	)
}

export function Drift({ at: i }: { at: number }) {
	const { vocabulary } = useDesk()
	return (
		<Sentence path={['drift', i]} name={t('policy.drift')} removes>
			<span>{t('policy.whenOver')}</span>
			<One
				at={['over']}
				name={t('policy.part')}
				options={shareOptions()}
				write={Number}
				word={(v) => t('policy.percent', { n: Math.round(Number(v) * 100) })}
			/>
			<span>{t('policy.ofNetwork')}</span>
			<One at={['network']} name={t('policy.any.network')} options={vocabulary.of('networks')} />
			<span>{t('policy.isAbout')}</span>
			<Many
				at={['intent']}
				name={t('policy.any.intent')}
				options={vocabulary.of('intents')}
				join={t('policy.or')}
				add={t('policy.or')}
			/>
			<One
				at={['window']}
				name={t('policy.window')}
				options={lengths(long)}
				word={(v) => t('policy.windowIn', { span: lengthWord(v) })}
				add={t('policy.addWindow')}
			/>
			<span>{t('policy.propose')}</span>
			<One
				at={['propose']}
				name={t('policy.owner')}
				options={vocabulary.departments}
				word={vocabulary.name}
				tone="lead"
				icon="led"
			/>
		</Sentence>
	)
}
