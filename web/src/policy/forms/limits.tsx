import type { ReactNode } from 'react'
import { Button } from '../../ui/button'
import { clockOf } from '../../ui/time'
import { type Key, t } from '../../words/catalogue'
import { useDesk } from '../desk'
import { lengthWord, long } from '../measure'
import { isMapping, listOf, many } from '../model'
import { at } from '../yaml/data'
import type { Value } from '../yaml/flow'
import { One } from './blank'
import { Chip } from './chip'
import { Mode, OpenHours } from './company'
import { Toggle } from './duties'
import { Drift, Escalation, SecondLook } from './limits-after'
import { useBlank, useSpot } from './place'
import { Part, Sentence } from './sentence'
import { SignOff } from './sign-off'

const counts = [1, 2, 3, 5, 8, 10, 12, 15, 20, 30, 50].map((n) => ({ value: String(n), label: String(n) }))
const lengths = (list: string[]) => list.map((value) => ({ value, label: lengthWord(value) }))
const clocks = () =>
	Array.from({ length: 48 }, (_, i) => {
		const value = `${String(Math.floor(i / 2)).padStart(2, '0')}:${i % 2 ? '30' : '00'}`
		return { value, label: clockOf(value) }
	})

/** What the forms have sentences for. Whatever else a policy says stands in its text and stays as it is. */
const said = [
	'version',
	'mode',
	'name',
	'departments',
	'calendars',
	'hours',
	'guard',
	'continuity',
	'carve_out',
	'topic',
	'channel',
	'default',
	'cover',
	'lead',
	'spill',
	'rounds',
	'second_look',
	'outbound',
	'escalation',
	'drift',
	'sign_off',
	'review_on',
	'tests',
]

/** Limits are the other sentences of a policy: how much at once, when it is too much, who speaks first, what is read twice. */
export function Limits({ onText }: { onText: () => void }) {
	const { policy, may, alone } = useDesk()
	if (!policy) return null
	const { data } = policy
	const rest = Object.keys(data).filter((key) => !said.includes(key))
	return (
		<Part title={t(alone ? 'policy.limitsAlone' : 'policy.limits')}>
			<ul>
				<Mode />
				<OpenHours />
				<Lead />
				{placesOf(data.spill).map((i) => (
					<Spill key={i} at={i} />
				))}
				<Rounds />
				<Outbound />
				{placesOf(data.second_look).map((i) => (
					<SecondLook key={i} at={i} />
				))}
				{placesOf(data.escalation).map((i) => (
					<Escalation key={i} at={i} />
				))}
				{placesOf(data.drift).map((i) => (
					<Drift key={i} at={i} />
				))}
				{!alone && <SignOff />}
			</ul>
			{may && <More />}
			{rest.length > 0 && (
				<p className="pt-2 text-12 text-ink-3">
					{t('policy.alsoInText', { what: rest.join(', ') })}{' '}
					<button type="button" onClick={onText} className="min-h-6 font-semibold text-cord underline">
						{t('policy.toText')}
					</button>
				</p>
			)}
		</Part>
	)
}

/** The entries of a list are known by their place. */
const placesOf = (list: Value | undefined) => [...listOf(list).keys()]

function Shown({ at: key, children }: { at: string; children: ReactNode }) {
	const { value } = useBlank([key])
	const { locked, open } = useSpot()
	return value !== undefined || (open && !locked) ? children : null
}

function Lead() {
	const { policy, may, alone } = useDesk()
	if ((alone || !may) && !isMapping(policy?.data.lead)) return null
	return (
		<Sentence path={['lead']} name={t('policy.lead')} removes>
			<span>{t('policy.leadWho')}</span>
			<Shown at="caseload_cap">
				<One
					at={['caseload_cap']}
					name={t('policy.cap')}
					options={counts}
					write={Number}
					word={(n) => t('policy.capN', { n })}
					add={t('policy.addCap')}
				/>
			</Shown>
			<Toggle at="keep_until_resolved" word={t('policy.keeps')} add={t('policy.addKeeps')} />
			<Shown at="same_person_for">
				<One
					at={['same_person_for']}
					name={t('policy.same')}
					options={lengths(long)}
					word={(v) => t('policy.sameFor', { span: lengthWord(v) })}
					add={t('policy.addSame')}
				/>
			</Shown>
		</Sentence>
	)
}

function Spill({ at: i }: { at: number }) {
	const { vocabulary } = useDesk()
	const options = vocabulary.departments
	return (
		<Sentence path={['spill', i]} name={t('policy.spill')} removes>
			<span>{t('policy.whenOver')}</span>
			<One at={['over']} name={t('policy.over')} options={counts} write={Number} />
			<span>{t('policy.waitFor')}</span>
			<One at={['from']} name={t('policy.spillFrom')} options={options} word={vocabulary.name} />
			<One
				at={['to']}
				name={t('policy.spillTo')}
				options={options}
				word={vocabulary.name}
				tone="lead"
				icon="led"
			/>
			<span>{t('policy.takesOver')}</span>
		</Sentence>
	)
}

function Rounds() {
	const { policy, edit, may } = useDesk()
	const rounds = many(policy?.data.rounds)
	if (rounds.length === 0) return null
	const set = (all: string[]) =>
		edit(all.length > 0 ? { set: ['rounds'], to: all.sort() } : { drop: ['rounds'] })
	return (
		<li className="flex flex-wrap items-center gap-1.5 border-line py-1.5 text-14 text-ink-2 not-last:border-b">
			<span>{t('policy.rounds')}</span>
			{rounds.map((r) =>
				may ? (
					<Chip
						key={r}
						tone="fact"
						name={t('policy.round')}
						options={
							clocks().some((c) => c.value === r) ? clocks() : [{ value: r, label: clockOf(r) }, ...clocks()]
						}
						value={r}
						onChoose={(v) => set([...rounds.filter((o) => o !== r && o !== v), v])}
						onRemove={() => set(rounds.filter((o) => o !== r))}
					>
						{clockOf(r)}
					</Chip>
				) : (
					<b key={r}>{clockOf(r)}</b>
				),
			)}
			{may && (
				<Chip
					tone="add"
					icon="plus"
					name={t('policy.addRound')}
					options={clocks().filter((c) => !rounds.includes(c.value))}
					onChoose={(v) => set([...rounds, v])}
				>
					{t('policy.addRound')}
				</Chip>
			)}
		</li>
	)
}

const pauses = () =>
	(['open_complaint', 'open_conversation'] as const).map((value) => ({
		value,
		label: t(`policy.pause.${value}`),
	}))

function Outbound() {
	const { vocabulary, policy, may, alone } = useDesk()
	const most = at(policy?.data, ['outbound', 'max_unasked_contacts'])
	const owner = at(policy?.data, ['outbound', 'owner'])
	if (!may && !isMapping(policy?.data.outbound)) return null
	return (
		<Sentence path={['outbound']} name={t('policy.outbound')} removes>
			{(alone || owner === undefined) && <span>{t(alone ? 'policy.youFirst' : 'policy.whoeverFirst')}</span>}
			{!alone && (
				<One
					at={['owner']}
					name={t('policy.outbound')}
					options={vocabulary.departments}
					word={vocabulary.name}
					tone="lead"
					icon="led"
					add={t('policy.addOutbound')}
				/>
			)}
			<span>{t('policy.speaksFirst')}</span>
			<Shown at="pause_for_customer_if">
				<One
					at={['pause_for_customer_if']}
					name={t('policy.pause')}
					options={pauses()}
					add={t('policy.addPause')}
				/>
			</Shown>
			<Shown at="max_unasked_contacts">
				<One
					at={['max_unasked_contacts']}
					name={t('policy.unasked')}
					options={[{ value: '0', label: '0' }, ...counts]}
					write={Number}
					word={(n) => t('policy.unaskedN', { n: Number(n) })}
					add={t('policy.addUnasked')}
				/>
			</Shown>
			{most !== undefined && (
				<One
					at={['within']}
					name={t('policy.window')}
					options={lengths(long)}
					word={(v) => t('policy.windowIn', { span: lengthWord(v) })}
					add={t('policy.addWindow')}
				/>
			)}
		</Sentence>
	)
}

/** Sentences that can be there more than once, and what they begin with. */
const adds: { word: Key; at: string; item: (first: string, second: string) => Value }[] = [
	{ word: 'policy.spill', at: 'spill', item: (from, to) => ({ from, over: 20, to }) },
	{
		word: 'policy.secondLook',
		at: 'second_look',
		item: () => ({ id: 'read-it-again', when: { sentiment: 'negative' }, hold: '10m' }),
	},
	{ word: 'policy.escalation', at: 'escalation', item: () => ({ after: '15m', tell: 'managers' }) },
	{ word: 'policy.round', at: 'rounds', item: () => '09:00' },
]

function More() {
	const { edit, policy, vocabulary, alone } = useDesk()
	const [first, second] = vocabulary.departments
	const possible = adds.filter((a) => (a.at !== 'spill' || second) && (a.at !== 'escalation' || !alone))
	return (
		<div className="flex flex-wrap gap-1 pt-1.5">
			{possible.map((a) => (
				<Button
					key={a.at}
					look="quiet"
					size="small"
					icon="plus"
					onClick={() => {
						const list = policy?.data[a.at]
						const size = Array.isArray(list) ? list.length : 0
						edit({ insert: [a.at, size], item: named(a.item(first?.value ?? '', second?.value ?? ''), size) })
					}}
				>
					{t(a.word)}
				</Button>
			))}
		</div>
	)
}

/** named gives the second of a kind an id of its own. */
function named(item: Value, n: number): Value {
	return isMapping(item) && item.id && n > 0 ? { ...item, id: `${item.id}-${n + 1}` } : item
}
