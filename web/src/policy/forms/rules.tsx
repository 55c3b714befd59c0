import { useState } from 'react'
import { Button } from '../../ui/button'
import { type Key, t } from '../../words/catalogue'
import { useDesk } from '../desk'
import { freshId, type Stage } from '../model'
import type { Value } from '../yaml/flow'
import { RuleRow } from './rule'
import { useOrder } from './use-order'

const sections: { stage: Stage; word: Key }[] = [
	{ stage: 'guard', word: 'policy.sec.guard' },
	{ stage: 'continuity', word: 'policy.sec.continuity' },
	{ stage: 'carve_out', word: 'policy.sec.carve_out' },
	{ stage: 'topic', word: 'policy.sec.topic' },
	{ stage: 'channel', word: 'policy.sec.channel' },
	{ stage: 'default', word: 'policy.sec.default' },
]

/** Rules are the sentences that say who leads what, in the order in which they are asked. */
export function Rules() {
	const desk = useDesk()
	const [open, setOpen] = useState('')
	const order = useOrder(setOpen)
	const { policy, may } = desk
	if (!policy) return null
	return (
		<section aria-label={t('policy.whoLeads')} className="px-4 py-4 rail:px-6">
			<div className="flex flex-wrap items-baseline gap-x-2.5">
				<h2 className="text-15 font-semibold">{t('policy.whoLeads')}</h2>
				<span className="text-12 text-ink-3">{t('policy.readFromTop')}</span>
				<span className="ms-auto text-12 text-ink-3">{t('policy.in28')}</span>
			</div>
			{sections.map(({ stage, word }) => {
				const rules = policy.rules.filter((r) => r.stage === stage)
				if (rules.length === 0 && (!may || stage === 'guard' || stage === 'continuity')) return null
				return (
					<section key={stage} aria-label={t(word)}>
						<div className="flex min-h-8 items-end justify-between pt-2">
							<h3 className="text-12 font-semibold text-ink-3">{t(word)}</h3>
							{may && addable(stage) && (
								<Button
									look="quiet"
									size="small"
									icon="plus"
									aria-label={t('policy.addRuleTo', { where: t(word) })}
									onClick={() => add(stage)}
								>
									{t('policy.addRule')}
								</Button>
							)}
						</div>
						<ol>
							{rules.map((rule) => (
								<RuleRow
									key={`${rule.stage} ${rule.id} ${rule.id === '' ? rule.index : ''}`}
									rule={rule}
									open={open === `${stage} ${rule.id}` || open === rule.id}
									onOpen={() => setOpen(`${stage} ${rule.id}`)}
									order={order}
								/>
							))}
						</ol>
					</section>
				)
			})}
		</section>
	)

	function add(stage: Stage) {
		if (!policy) return
		const id = freshId(policy, 'new-rule')
		const at = policy.rules.filter((r) => r.stage === stage).length
		desk.edit({ insert: [stage, at], item: blank(stage, id) })
		setOpen(`${stage} ${id}`)
		requestAnimationFrame(() => {
			const row = document.getElementById(`rule-${id}`)
			row?.scrollIntoView({ block: 'nearest' })
			row?.querySelector('button')?.focus()
		})
	}

	/** A new rule says who leads as whatever fits nothing does; what it is about is still to be said. */
	function blank(stage: Stage, id: string): Value {
		const owner = policy?.rules.find((r) => r.stage === 'default')?.data.owner ?? ''
		if (stage !== 'channel') return { id, when: {}, owner }
		const taken = policy?.rules.filter((r) => r.stage === 'channel').map((r) => r.data.network) ?? []
		const free = desk.vocabulary.of('networks').find((n) => !taken.includes(n.value))
		return { id, network: free?.value ?? 'email', owner }
	}
}

const addable = (stage: Stage) => stage === 'carve_out' || stage === 'topic' || stage === 'channel'
