import { useState } from 'react'
import type { Why } from '../conversation/queries'
import { Segments } from '../ui/choose'
import { t } from '../words/catalogue'
import { WrongFact } from './wrong-fact'
import { WrongOwner } from './wrong-owner'

/** Wrong asks what is wrong with a decision: a fact it looked at, or whom it chose. */
export function Wrong({
	why,
	head,
	revision,
	onDone,
}: {
	why: Why
	/** The fact that somebody pressed. */
	head?: string | undefined
	revision?: number | undefined
	/** Told which fact it was about, if one. */
	onDone: (head?: string) => void
}) {
	const [what, setWhat] = useState<'fact' | 'owner'>()
	return (
		<div className="flex flex-col gap-4">
			<Segments
				label={t('why.whatWrong')}
				value={what ?? 'fact'}
				options={[
					{ value: 'fact', label: t('why.wrongFact') },
					{ value: 'owner', label: t('why.wrongOwner') },
				]}
				onChange={setWhat}
			/>
			{what === 'owner' ? (
				<WrongOwner why={why} onDone={() => onDone()} />
			) : (
				<WrongFact why={why} head={head} revision={revision} begins={what === undefined} onDone={onDone} />
			)}
		</div>
	)
}
