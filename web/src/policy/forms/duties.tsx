import type { ReactNode } from 'react'
import { t } from '../../words/catalogue'
import { useDesk } from '../desk'
import { lengthWord, short } from '../measure'
import type { Stage } from '../model'
import { many } from '../model'
import { Many, One } from './blank'
import { useBlank, useSpot } from './place'

const lengths = short.slice(1).map((value) => ({ value, label: lengthWord(value) }))
const levels = [1, 2, 3, 4, 5].map((n) => ({ value: String(n), label: t('policy.levelN', { n }) }))

/** Duties says who leads and what is asked of them: the second half of a rule's sentence. */
export function Duties({ stage }: { stage: Stage }) {
	const { vocabulary } = useDesk()
	if (stage === 'guard') return <span>{t('policy.quarantined')}</span>
	if (stage === 'continuity') return <span>{t('policy.staysWhere')}</span>
	const { departments: options } = vocabulary
	const who = [...options, ...vocabulary.people]
	return (
		<>
			<Owner stage={stage} />
			<Phrase at="deadline" before={t('policy.within')}>
				<One
					at={['deadline']}
					name={t('policy.deadline')}
					options={lengths}
					word={lengthWord}
					add={t('policy.addDeadline')}
				/>
			</Phrase>
			<Phrase at="helpers" after={t('policy.helps')}>
				<Many
					at={['helpers']}
					list
					name={t('policy.helper')}
					options={options}
					word={vocabulary.name}
					join={t('policy.and')}
					add={t('policy.addHelper')}
					empties
				/>
			</Phrase>
			<Phrase at="informs" after={t('policy.isTold')}>
				<Many
					at={['informs']}
					list
					name={t('policy.told')}
					options={options}
					word={vocabulary.name}
					join={t('policy.and')}
					add={t('policy.addTold')}
					empties
				/>
			</Phrase>
			<One
				at={['required_level']}
				name={t('policy.level')}
				options={levels}
				write={Number}
				word={(n) => t('policy.levelN', { n })}
				add={t('policy.addLevel')}
			/>
			<Approval who={who} />
			{stage === 'channel' && (
				<Phrase at="also_answers" before={t('policy.alsoAnswers')}>
					<Many
						at={['also_answers']}
						list
						name={t('policy.alsoAnswers')}
						options={vocabulary.of('intents')}
						join={t('policy.and')}
						add={t('policy.addAlso')}
						empties
					/>
				</Phrase>
			)}
			{(stage === 'carve_out' || stage === 'topic') && (
				<Toggle at="breaks_continuity" word={t('policy.breaks')} add={t('policy.addBreaks')} />
			)}
		</>
	)
}

function Owner({ stage }: { stage: Stage }) {
	const { vocabulary } = useDesk()
	const { value } = useBlank(['owner'])
	const helping = (stage === 'carve_out' || stage === 'topic') && value === undefined
	return (
		<>
			{helping && <span>{t('policy.whoeverLeads')}</span>}
			<Many
				at={['owner']}
				name={t('policy.owner')}
				options={vocabulary.departments}
				word={vocabulary.name}
				tone="lead"
				icon="led"
				join={t('policy.shareWith')}
				add={t('policy.addOwner')}
				empties={stage === 'carve_out' || stage === 'topic'}
			/>
		</>
	)
}

function Approval({ who }: { who: { value: string; label: string }[] }) {
	const { vocabulary } = useDesk()
	const { value: level } = useBlank(['required_level'])
	const { value: approver } = useBlank(['approver'])
	if (!level) return null
	return (
		<>
			<Phrase at="approver" before={t('policy.approvedBy')}>
				<One
					at={['approver']}
					name={t('policy.approver')}
					options={who}
					word={vocabulary.name}
					add={t('policy.addApprover')}
				/>
			</Phrase>
			{approver !== undefined && (
				<Phrase at="deputy" before={t('policy.orInstead')}>
					<One
						at={['deputy']}
						name={t('policy.deputy')}
						options={who}
						word={vocabulary.name}
						add={t('policy.addDeputy')}
					/>
				</Phrase>
			)}
		</>
	)
}

/** Phrase is a blank with the words around it; the words are left out while nothing is filled in. */
export function Phrase({
	at,
	before,
	after,
	children,
}: {
	at: string
	before?: string
	after?: string
	children: ReactNode
}) {
	const { value } = useBlank([at])
	const { locked, open } = useSpot()
	const said = value !== undefined && !(Array.isArray(value) && value.length === 0)
	if (!said && (locked || !open)) return null
	return (
		<span className="contents">
			{said && before && <span>{before}</span>}
			{children}
			{said && after && many(value).length > 0 && <span>{after}</span>}
		</span>
	)
}

/** Toggle is a blank that is said or not. */
export function Toggle({ at, word, add }: { at: string; word: string; add: string }) {
	return (
		<One
			at={[at]}
			name={word}
			options={[{ value: 'true', label: word }]}
			write={() => true}
			word={(v) => (v === 'true' ? word : t('policy.no'))}
			add={add}
		/>
	)
}
