import type { ReactNode } from 'react'
import { levelWord } from '../../people/levels'
import type { Option } from '../../ui/choose'
import { t } from '../../words/catalogue'
import { useDesk } from '../desk'
import { lengthWord, short } from '../measure'
import type { Stage } from '../model'
import type { Vocabulary } from '../vocabulary'
import { Many, One } from './blank'
import { Said } from './chip'
import { useBlank, useSpot } from './place'

const lengths = () => short.slice(1).map((value) => ({ value, label: lengthWord(value) }))
const levels = () =>
	[1, 2, 3, 4, 5].map((n) => ({ value: String(n), label: `${t('policy.levelN', { n })}: ${levelWord(n)}` }))

/** Duties says who leads and what is asked of them: the second half of a rule's sentence. */
export function Duties({ stage }: { stage: Stage }) {
	const { vocabulary, alone } = useDesk()
	if (stage === 'guard') return <span>{t('policy.quarantined')}</span>
	if (stage === 'continuity') return <span>{t(alone ? 'policy.staysYours' : 'policy.staysWhere')}</span>
	const { departments: options } = vocabulary
	return (
		<>
			{alone ? <Said tone="lead">{t('policy.you')}</Said> : <Owner stage={stage} />}
			<Phrase at="deadline" before={t('policy.within')}>
				<One
					at={['deadline']}
					name={t('policy.deadline')}
					options={lengths()}
					word={lengthWord}
					add={t('policy.addDeadline')}
				/>
			</Phrase>
			<Phrase at="helpers" before={t('policy.helpFrom')}>
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
			<Phrase at="informs" before={t('policy.wordTo')}>
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
				options={levels()}
				write={Number}
				word={(n) => t('policy.levelN', { n })}
				add={t('policy.addLevel')}
			/>
			<Approval />
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
			{!alone && (stage === 'carve_out' || stage === 'topic') && (
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

function Approval() {
	const { vocabulary } = useDesk()
	const { value: level } = useBlank(['required_level'])
	const { value: approver } = useBlank(['approver'])
	if (!level) return null
	const who = approvers(vocabulary, Number(level))
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

/** approvers are whom one may ask: departments, and people who hold the level themselves, the highest first. */
export function approvers(
	vocabulary: Pick<Vocabulary, 'departments' | 'people' | 'levelOf'>,
	level: number,
): Option[] {
	const able = vocabulary.people.filter((p) => vocabulary.levelOf(p.value) >= level)
	return [
		...vocabulary.departments.map((d) => ({ ...d, group: t('policy.departments') })),
		...able
			.sort((a, b) => vocabulary.levelOf(b.value) - vocabulary.levelOf(a.value))
			.map((p) => ({
				...p,
				more: t('policy.levelN', { n: vocabulary.levelOf(p.value) }),
				group: t('policy.peopleOfLevel', { n: level }),
			})),
	]
}

/** Phrase is a blank with the words around it; the words are left out while nothing is filled in. */
export function Phrase({ at, before, children }: { at: string; before?: string; children: ReactNode }) {
	const { value } = useBlank([at])
	const { locked, open } = useSpot()
	const said = value !== undefined && !(Array.isArray(value) && value.length === 0)
	if (!said && (locked || !open)) return null
	return (
		<span className="contents">
			{said && before && <span>{before}</span>}
			{children}
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
