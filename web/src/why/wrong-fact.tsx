import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Why } from '../conversation/queries'
import { useTalk } from '../conversation/talk'
import { type Topic, topics } from '../triage/api'
import { Button } from '../ui/button'
import { Select } from '../ui/choose'
import { Field } from '../ui/field'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { consequence, useCorrect } from './api'
import { choicesOf, countsAs, heads, headWord, standing, topicOf, truthWord } from './facts'
import { followsOf } from './follows'
import { useTopicNames } from './topic-names'

/**
 * WrongFact says what triage read is otherwise, and shows what would follow before it is said. Who pressed a fact goes on with
 * what is so instead, who pressed none with which it is.
 */
export function WrongFact({
	why: w,
	head: first,
	revision,
	begins,
	onDone,
}: {
	why: Why
	head?: string | undefined
	revision?: number | undefined
	/** What has to be said first takes the focus. */
	begins: boolean
	onDone: (head: string) => void
}) {
	const { id, names } = useTalk()
	const [head, setHead] = useState(first ?? 'intent')
	const [truth, setTruth] = useState('')
	const now = countsAs(w.decision.decision.facts, head, standing(w, revision))
	const wrong = { decision_id: w.decision.id, head, truth }
	const { data: follows, error } = useQuery({ ...consequence(id, wrong), enabled: truth !== '' })
	const correct = useCorrect(id)
	const { data: list } = useQuery(topics)
	const topicName = useTopicNames()
	const about = topicHeads(list?.items ?? [], head, w)
	const say = (redecide?: boolean) =>
		correct.mutate(
			{ ...wrong, ...(redecide !== undefined && follows && { redecide, policy_hash: follows.policy_hash }) },
			{ onSuccess: () => onDone(head) },
		)
	const choose = (what: string) => {
		setHead(what)
		setTruth('')
	}
	return (
		<>
			<Field label={t('why.whichFact')}>
				{(tie) => (
					<Select
						{...tie}
						autoFocus={begins && first === undefined}
						value={head}
						onChange={(e) => choose(e.target.value)}
						options={[...heads, ...about].map((value) => ({
							value,
							label: t('why.factNow', { fact: headWord(value, topicName), now: nowOf(w, value, revision) }),
						}))}
					/>
				)}
			</Field>
			<Field label={t('why.truth')} help={t('why.truthHelp')}>
				{(tie) => (
					<Select
						{...tie}
						autoFocus={begins && first !== undefined}
						value={truth}
						onChange={(e) => setTruth(e.target.value)}
						options={[
							{ value: '', label: t('why.chooseTruth') },
							...choicesOf(head, now)
								.filter((value) => value !== now)
								.map((value) => ({ value, label: truthWord(head, value) })),
						]}
					/>
				)}
			</Field>
			<div role="status" className="flex min-h-12 flex-col gap-1 text-ink-2">
				{follows && followsOf(follows, names).map((line) => <p key={line}>{line}</p>)}
			</div>
			{(error ?? correct.error) && <Trouble error={(error ?? correct.error) as Error} />}
			<div className="flex flex-wrap justify-end gap-2">
				<Button look="quiet" onClick={() => onDone(head)}>
					{t('conversation.cancel')}
				</Button>
				{follows?.changes && (
					<Button disabled={correct.isPending} onClick={() => say(false)}>
						{t('why.onlyCorrect')}
					</Button>
				)}
				<Button
					look="act"
					disabled={!follows || correct.isPending}
					onClick={() => say(follows?.changes ? true : undefined)}
				>
					{t(follows?.changes ? 'why.correctAnew' : 'why.correct')}
				</Button>
			</div>
		</>
	)
}

/** topicHeads are the topics a message can be put into, and those it is in already. */
function topicHeads(list: Topic[], head: string, w: Why): string[] {
	const keys = list.filter((topic) => !topic.archived).map((topic) => topic.key)
	const shown = [...keys, ...(w.decision.decision.facts.topics ?? [])].map((key) => `topic/${key}`)
	return [...new Set(topicOf(head) ? [...shown, head] : shown)]
}

const nowOf = (w: Why, head: string, revision?: number) =>
	truthWord(head, countsAs(w.decision.decision.facts, head, standing(w, revision)))
