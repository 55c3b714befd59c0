import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '../api/problem'
import type { Why } from '../conversation/queries'
import { useTalk } from '../conversation/talk'
import { Button } from '../ui/button'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { consequence, useConfirm } from './api'
import { countsAs, headWord, truthWord } from './facts'
import { followsOf } from './follows'
import { useTopicNames } from './topic-names'

/** What somebody went on to while it was being told. */
const used = 'a, button, input, select, textarea, [contenteditable]'

/**
 * Right says with one press that a finding is right as it was read. Where the policy decides otherwise from a finding that is
 * sure, it says first what would follow.
 */
export function Right({
	why: w,
	head,
	onDone,
}: {
	why: Why
	head: string
	/** It is known by now, and what was pressed is gone: the focus is nowhere. */
	onDone: () => void
}) {
	const { id, names, self } = useTalk()
	const topicName = useTopicNames()
	const confirm = useConfirm(id)
	const [asks, setAsks] = useState(false)
	const truth = countsAs(w.decision.decision.facts, head, new Map())
	const word = { decision_id: w.decision.id, head, truth, right: true }
	const { data: follows, error } = useQuery({ ...consequence(id, word), enabled: asks })
	if (!self.permissions.includes('conversation.work')) return null
	const say = async (redecide?: boolean) => {
		const pressed = document.activeElement
		const anew = redecide !== undefined && follows && { redecide, policy_hash: follows.policy_hash }
		try {
			await confirm.mutateAsync({ ...word, ...anew })
		} catch (e) {
			setAsks(e instanceof Problem && e.code === 'must_explain')
			return
		}
		const now = document.activeElement
		if (now === pressed || !now?.matches(used)) onDone()
	}
	const trouble = error ?? (asks ? null : confirm.error)
	return (
		<>
			{!asks && (
				<Button
					size="small"
					icon="tick"
					disabled={confirm.isPending}
					aria-label={t('why.rightFact', { fact: headWord(head, topicName), value: truthWord(head, truth) })}
					onClick={() => void say()}
				>
					{t('why.right')}
				</Button>
			)}
			{trouble && <Trouble error={trouble} />}
			{asks && follows && (
				<span role="status" className="flex basis-full flex-wrap items-center gap-2 py-1 text-ink-2">
					{followsOf(follows, names).map((line) => (
						<span key={line}>{line}</span>
					))}
					<Button size="small" look="quiet" onClick={() => setAsks(false)}>
						{t('conversation.cancel')}
					</Button>
					<Button size="small" disabled={confirm.isPending} onClick={() => void say(false)}>
						{t('why.onlyRight')}
					</Button>
					<Button
						size="small"
						look="act"
						autoFocus
						disabled={confirm.isPending}
						onClick={() => void say(true)}
					>
						{t('why.rightAnew')}
					</Button>
				</span>
			)}
		</>
	)
}
