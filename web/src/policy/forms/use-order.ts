import { type DragEvent, useRef, useState } from 'react'
import type { Action } from '../../action/action'
import { announce } from '../../ui/announce'
import { t } from '../../words/catalogue'
import { useDesk } from '../desk'
import { freshId, type Rule } from '../model'

export interface Ordering {
	/** The rule that something is dragged over. */
	over: string
	move: (rule: Rule, by: -1 | 1) => void
	/** There is another place for it in its section. */
	moves: (rule: Rule) => boolean
	actions: (rule: Rule) => Action[]
	dragStart: (e: DragEvent, rule: Rule) => void
	dragOver: (e: DragEvent, rule: Rule) => void
	drop: (e: DragEvent, rule: Rule) => void
	dragEnd: () => void
}

/** useOrder moves, doubles and removes rules. A rule stays in its section: sections are asked one after the other. */
export function useOrder(onOpen: (id: string) => void): Ordering {
	const { edit, policy } = useDesk()
	const dragged = useRef<Rule>(undefined)
	const [over, setOver] = useState('')
	const size = (rule: Rule) => policy?.rules.filter((r) => r.stage === rule.stage).length ?? 0
	const shift = (rule: Rule, to: number) => {
		if (to < 0 || to >= size(rule) || to === rule.index) return
		edit({ move: [rule.stage], from: rule.index, to })
		announce(t('policy.moved', { n: to + 1, of: size(rule) }))
		refocus(rule.id)
	}
	const double = (rule: Rule) => {
		if (!policy) return
		const id = freshId(policy, rule.id)
		edit({ insert: [rule.stage, rule.index + 1], item: { ...rule.data, id } })
		onOpen(id)
		refocus(id)
	}
	/** What was next to a rule that is gone has the focus: whoever works with keys stays in the list. */
	const remove = (rule: Rule) => {
		const all = policy?.rules.filter((r) => r.stage !== 'guard' && r.stage !== 'continuity') ?? []
		const i = all.findIndex((r) => r.path.join() === rule.path.join())
		const next = all[i + 1] ?? all[i - 1]
		edit({ drop: rule.path })
		announce(t('policy.removed1', { rule: rule.number ? t('policy.ruleN', { n: rule.number }) : rule.id }))
		if (next) refocus(next.id)
	}
	return {
		over,
		moves: (rule) => size(rule) > 1,
		move: (rule, by) => shift(rule, rule.index + by),
		actions: (rule) => [
			{
				id: 'here.ruleUp',
				word: 'policy.up',
				icon: 'up',
				key: 'Alt+ArrowUp',
				run: () => shift(rule, rule.index - 1),
				...(rule.index === 0 && { refused: '' }),
			},
			{
				id: 'here.ruleDown',
				word: 'policy.down',
				icon: 'down',
				key: 'Alt+ArrowDown',
				run: () => shift(rule, rule.index + 1),
				...(rule.index + 1 >= size(rule) && { refused: '' }),
			},
			{ id: 'here.ruleDouble', word: 'policy.double', icon: 'copy', run: () => double(rule) },
			{ id: 'here.ruleRemove', word: 'policy.remove', icon: 'close', run: () => remove(rule) },
		],
		dragStart: (e, rule) => {
			dragged.current = rule
			e.dataTransfer.effectAllowed = 'move'
			e.dataTransfer.setData('text/plain', rule.id)
		},
		dragOver: (e, rule) => {
			if (dragged.current?.stage !== rule.stage) return
			e.preventDefault()
			setOver(rule.id)
		},
		drop: (e, rule) => {
			e.preventDefault()
			const from = dragged.current
			if (from?.stage === rule.stage) shift(from, rule.index)
			dragged.current = undefined
			setOver('')
		},
		dragEnd: () => {
			dragged.current = undefined
			setOver('')
		},
	}
}

/** refocus gives the focus to a rule again after it was drawn in another place. */
function refocus(id: string) {
	requestAnimationFrame(() => {
		const row = document.getElementById(`rule-${id}`)
		if (row && !row.contains(document.activeElement)) row.querySelector('button')?.focus()
	})
}
