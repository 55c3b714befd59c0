import clsx from 'clsx'
import { useEffect, useRef, useState } from 'react'
import { languageOf } from '../conversation/legs'
import type { Verdict, Why } from '../conversation/queries'
import { useTalk } from '../conversation/talk'
import { guessed, Sure } from '../ui/sure'
import { channelWord } from '../ui/visibility'
import { type Key, t } from '../words/catalogue'
import { type Correction, flagWord, headWord, spoken, standing, truthWord } from './facts'
import { OutsideBadge, OutsideLine } from './outside'
import { Right } from './right'
import { useTopicNames } from './topic-names'

interface Fact {
	head?: string
	name: string
	value: string
	sure?: number | undefined
}

/** How many of the intents it may be instead are worth reading. */
const mostOthers = 3

/** factsOf lists what the decision looked at, with how certain triage was of it. */
export function factsOf(why: Why, verdict?: Verdict, topicName = spoken): Fact[] {
	const f = why.decision.decision.facts
	const sure = (head: string) => verdict?.heads[head]?.confidence
	const all: Fact[] = [
		{
			head: 'intent',
			name: t('why.intent'),
			value: t(`intent.${f.intent}` as Key),
			sure: f.intent_confidence,
		},
		{
			head: 'urgency',
			name: t('why.urgency'),
			value: t(`urgency.${f.urgency}` as Key),
			sure: sure('urgency'),
		},
		{
			head: 'sentiment',
			name: t('why.mood'),
			value: t(`sentiment.${f.sentiment}` as Key),
			sure: sure('sentiment'),
		},
	]
	const others = Object.entries(f.other_intents ?? {})
		.sort(([, a], [, b]) => b - a)
		.slice(0, mostOthers)
	if (others.length > 0) {
		const each = others.map(([intent, chance]) => `${t(`intent.${intent}` as Key)} ${chance.toFixed(2)}`)
		all.splice(1, 0, { name: t('why.orElse'), value: each.join(', ') })
	}
	for (const [flag, confidence] of Object.entries(f.flags ?? {})) {
		all.push({ head: flag, name: t('why.flag'), value: flagWord(flag, confidence), sure: confidence })
	}
	for (const topic of f.topics ?? []) {
		const found = verdict?.topics?.find((one) => one.topic === topic)
		all.push({
			head: `topic/${topic}`,
			name: t('why.topic'),
			value: topicName(topic),
			sure: found?.confidence,
		})
	}
	const speaks = languageOf(f.language)
	if (speaks) all.push({ head: 'language', name: t('why.language'), value: speaks })
	all.push({ name: t('why.where'), value: `${channelWord(f.visibility)}, ${f.account}` })
	return all
}

/** Looked shows what it looked at, and what people said of that. */
export function Looked({
	why,
	verdict,
	revision,
	onFact,
}: {
	why: Why
	verdict?: Verdict | undefined
	revision?: number | undefined
	/** Says that one of them is wrong. */
	onFact?: ((head: string) => void) | undefined
}) {
	const said = standing(why, revision)
	const facts = factsOf(why, verdict, useTopicNames())
	const list = useRef<HTMLDListElement>(null)
	const [confirmed, setConfirmed] = useState('')
	const known = said.has(confirmed)
	useEffect(() => {
		// What was pressed is gone once it is known: the focus goes to what stands there instead.
		if (known) list.current?.querySelector<HTMLElement>(`[data-fact="${CSS.escape(confirmed)}"]`)?.focus()
	}, [known, confirmed])
	const more = [...said.values()].filter((c) => !facts.some((f) => f.head === c.head))
	return (
		<>
			<dl ref={list} className="flex flex-col gap-1">
				{facts.map((fact) => {
					const correction = fact.head && said.get(fact.head)
					if (correction) return <Said key={correction.id} correction={correction} />
					const { head } = fact
					return (
						<div
							key={`${fact.name} ${fact.value}`}
							data-fact={head}
							className={clsx(
								'relative -mx-1.5 flex min-h-6 items-baseline gap-2 rounded-control px-1.5',
								head && onFact && 'hover:bg-hover pointer-coarse:min-h-11 pointer-coarse:items-center',
							)}
						>
							<dt className="w-24 flex-none text-ink-3">{fact.name}</dt>
							<dd className="min-w-0 flex-1 font-medium break-words">
								{head && onFact ? (
									<button
										type="button"
										aria-label={t('why.correctFact', { fact: fact.name, value: fact.value })}
										onClick={() => onFact(head)}
										className="text-start after:absolute after:inset-0"
									>
										{fact.value}
									</button>
								) : (
									fact.value
								)}
								{why.outside && head && why.read_outside.includes(head) && (
									<span className="block py-1">
										<OutsideBadge outside={why.outside} />
									</span>
								)}
							</dd>
							<dd className="relative flex max-w-1/2 flex-none flex-wrap items-center justify-end gap-x-2">
								{fact.sure !== undefined && <Sure confidence={fact.sure} />}
								{head && onFact && fact.sure !== undefined && guessed(fact.sure) && (
									<Right why={why} head={head} onDone={() => setConfirmed(head)} />
								)}
							</dd>
						</div>
					)
				})}
				{more.map((c) => (
					<Said key={c.id} correction={c} />
				))}
			</dl>
			{why.outside && <OutsideLine outside={why.outside} />}
		</>
	)
}

function Said({ correction: c }: { correction: Correction }) {
	const { names } = useTalk()
	const topicName = useTopicNames()
	const head = c.head ?? ''
	return (
		<div data-fact={head} tabIndex={-1} className="flex items-baseline gap-2 rounded-control">
			<dt className="w-24 flex-none break-words text-ink-3">{headWord(head, topicName)}</dt>
			<dd className="min-w-0 flex-1 font-medium">
				{truthWord(head, c.truth ?? '')}
				<span className="block text-12 font-normal text-ink-2">
					{c.said === c.truth
						? t('why.saidRight', { who: names.who(c.by) })
						: t('why.said', { who: names.who(c.by), was: truthWord(head, c.said ?? '') })}
				</span>
			</dd>
		</div>
	)
}
