import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { departments } from '../api/query'
import type { Why } from '../conversation/queries'
import { useTalk } from '../conversation/talk'
import { Button } from '../ui/button'
import { Select } from '../ui/choose'
import { Field, TextField } from '../ui/field'
import { useHeldWords } from '../ui/held-words'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { useDispute } from './api'

/** WrongOwner says which department should have had it. Nothing moves by that: it is for whoever keeps the policy. */
export function WrongOwner({ why: w, onDone }: { why: Why; onDone: () => void }) {
	const { id, names } = useTalk()
	const { data: all } = useQuery(departments)
	const others = all?.items.filter((d) => d.key !== w.decision.decision.department) ?? []
	const [owner, setOwner] = useState('')
	const [reason, setReason] = useHeldWords(`${id} wrong owner`)
	const dispute = useDispute(id)
	const say = () =>
		dispute.mutate(
			{ decision_id: w.decision.id, should_own: owner, why: reason.trim() },
			{
				onSuccess: () => {
					setReason('')
					onDone()
				},
			},
		)
	return (
		<form
			className="flex flex-col gap-4"
			onSubmit={(e) => {
				e.preventDefault()
				if (owner && reason.trim()) say()
			}}
		>
			<Field
				label={t('why.shouldOwn')}
				help={t('why.ownerNow', { team: names.team(w.decision.decision.department) })}
			>
				{(tie) => (
					<Select
						{...tie}
						value={owner}
						onChange={(e) => setOwner(e.target.value)}
						options={[
							{ value: '', label: t('why.chooseOwner') },
							...others.map((d) => ({ value: d.key, label: d.name })),
						]}
					/>
				)}
			</Field>
			<TextField
				label={t('why.ownerWhy')}
				help={t('why.ownerHelp')}
				maxLength={300}
				dir="auto"
				value={reason}
				onChange={(e) => setReason(e.target.value)}
			/>
			{dispute.error && <Trouble error={dispute.error} />}
			<div className="flex flex-wrap justify-end gap-2">
				<Button look="quiet" onClick={onDone}>
					{t('conversation.cancel')}
				</Button>
				<Button look="act" type="submit" disabled={!owner || !reason.trim() || dispute.isPending}>
					{t('why.dispute')}
				</Button>
			</div>
		</form>
	)
}
