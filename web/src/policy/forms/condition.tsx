import { useState } from 'react'
import { t } from '../../words/catalogue'
import { useDesk } from '../desk'
import { channelFields, type Field, fields, offered, typed } from '../fields'
import { shareWord } from '../measure'
import { isMapping, many } from '../model'
import { spoken } from '../vocabulary'
import { at } from '../yaml/data'
import type { Path } from '../yaml/place'
import { Many, One } from './blank'
import { Chip, Said } from './chip'
import { SpotContext, useBlank, useSpot } from './place'
import { WordPanel } from './word-panel'

interface Props {
	/** Where the conditions stand; a row of the table of networks has them beside its owner. */
	when: Path
	channel?: boolean
}

/** Conditions says what a rule is about, a phrase for each fact it asks for. */
export function Conditions({ when, channel }: Props) {
	const { data } = useSpot()
	const asked = at(data, when)
	const has = (key: string) => isMapping(asked) && asked[key] !== undefined
	return (
		<>
			{(channel ? channelFields : fields)
				.filter((f) => has(f.key))
				.map((f) => (
					<Phrase key={f.key} field={f} when={when} />
				))}
			{has('any') && <Alternatives when={[...when, 'any']} />}
			{has('expert') && <Said tone="fact">{t('policy.cond.expert')}</Said>}
		</>
	)
}

function Phrase({ field: f, when }: { field: Field; when: Path }) {
	return (
		<span className="contents">
			<span>{t(f.word)}</span>
			<Values field={f} at={[...when, f.key]} />
		</span>
	)
}

function Values({ field: f, at: path }: { field: Field; at: Path }) {
	const { vocabulary } = useDesk()
	const { value, set } = useBlank(path)
	const [typing, setTyping] = useState(false)
	const options = vocabulary.of(f.kind)
	const name = t(f.add)
	if (f.kind === 'truth')
		return <One at={path} name={name} options={options} add={name} write={(v) => v === 'true'} />
	if (f.kind === 'share')
		return (
			<One
				at={path}
				name={name}
				options={options}
				add={name}
				write={Number}
				word={(v) => shareWord(Number(v))}
			/>
		)
	const free = typed.includes(f.kind)
	return (
		<>
			<Many
				at={path}
				name={name}
				options={options}
				join={t('policy.or')}
				add={name}
				empties
				{...(!free && { word: (v: string) => options.find((o) => o.value === v)?.label ?? spoken(v) })}
				{...(free && { type: { word: t('policy.otherWord'), run: () => setTyping(true) } })}
			/>
			{free && (
				<WordPanel title={name} open={typing} onOpen={setTyping} onWord={(w) => set([...many(value), w])} />
			)}
		</>
	)
}

function Alternatives({ when }: { when: Path }) {
	const { data } = useSpot()
	const list = at(data, when)
	if (!Array.isArray(list)) return null
	return (
		<span className="contents">
			{list.map((_, i) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: an alternative is its place
				<span key={i} className="inline-flex flex-wrap items-center gap-1.5">
					<span>{t(i === 0 ? 'policy.either' : 'policy.orElse')}</span>
					<Conditions when={[...when, i]} />
				</span>
			))}
		</span>
	)
}

/** Narrow offers the facts a rule does not ask for yet. */
export function Narrow({ when, channel }: Props) {
	const { edit, vocabulary } = useDesk()
	const spot = useSpot()
	const [typing, setTyping] = useState<Field>()
	const asked = at(spot.data, when)
	const absent = (channel ? channelFields : fields).filter(
		(f) => !isMapping(asked) || asked[f.key] === undefined,
	)
	const may = absent.filter((f) => f.key !== 'min_confidence' || asksTriage(asked))
	const add = (f: Field, value: string) => {
		const to = f.kind === 'truth' ? value === 'true' : f.kind === 'share' ? Number(value) : value
		edit({ set: [...spot.path, ...when, f.key], to })
	}
	const first = may.filter((f) => channel || offered.includes(f.key))
	const rest = may.filter((f) => !first.includes(f))
	const chip = (f: Field) => (
		<Chip
			key={f.key}
			tone="add"
			name={t(f.add)}
			options={vocabulary.of(f.kind)}
			onChoose={(v) => add(f, v)}
			{...(typed.includes(f.kind) && { more: { word: t('policy.otherWord'), run: () => setTyping(f) } })}
		>
			{t(f.add)}
		</Chip>
	)
	return (
		<>
			{first.map(chip)}
			{rest.length > 0 && (
				<details className="contents">
					<summary className="inline-flex min-h-6 cursor-pointer items-center text-12 text-ink-2">
						{t('policy.moreFacts')}
					</summary>
					{rest.map(chip)}
				</details>
			)}
			{typing && (
				<WordPanel
					title={t(typing.add)}
					open
					onOpen={() => setTyping(undefined)}
					onWord={(w) => add(typing, w)}
				/>
			)}
		</>
	)
}

const asksTriage = (asked: unknown) =>
	isMapping(asked) && ['intent', 'flag', 'any'].some((key) => key in asked)

/** Elsewhere lets sentences speak of another part of the policy. */
export const Elsewhere = SpotContext
