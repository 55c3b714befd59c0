import type { Compared } from './api'
import type { Rule } from './model'

/** What a rule came to in the last weeks. */
export interface Figure {
	/** How many messages it decides. */
	n: number
	/** How many of them go to another owner than the policy in force gave them. */
	moves: number
	/** No rule of that name is in force. */
	fresh: boolean
}

/** figureOf is what a rule came to. Rules that help whoever leads decide nothing by themselves. */
export function figureOf(rule: Rule, compared: Compared | undefined): Figure | undefined {
	if (!compared || rule.stage === 'guard') return undefined
	return {
		n: compared.after[rule.id] ?? 0,
		moves: compared.moves[rule.id] ?? 0,
		fresh: !(rule.id in compared.before),
	}
}
