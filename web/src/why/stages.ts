import type { Schemas } from '../api/client'

type Decision = Schemas['Decision']
type Step = Schemas['PathStep']

/** A stage of deciding, and what came of it. */
export interface StageView {
	stage: string
	/** matched: a rule decided or added something; passed: looked at, no rule; unreached: an earlier stage had decided. */
	state: 'matched' | 'passed' | 'unreached'
	steps: Step[]
}

export const groups = [
	{ word: 'why.department', stages: ['guard', 'continuity', 'carve_out', 'topic', 'channel', 'default'] },
	{ word: 'why.who', stages: ['lead', 'cover'] },
	{ word: 'why.duties', stages: ['helpers', 'required_level', 'deadlines'] },
] as const

const [choosing] = groups

/** stagesOf lays a decision's path along the eleven stages. */
export function stagesOf(d: Decision): StageView[] {
	const path = d.path ?? []
	const chose = path.find((s) => s.outcome === 'chosen' && s.rule === d.rule)?.stage
	const last = (choosing.stages as readonly (string | undefined)[]).indexOf(chose)
	return groups.flatMap((group) =>
		group.stages.map((stage, i) => {
			const steps = path.filter((s) => s.stage === stage)
			const matched = steps.some((s) => s.outcome !== 'skipped')
			const unreached = group === choosing && last >= 0 && i > last
			return { stage, steps, state: matched ? 'matched' : unreached ? 'unreached' : 'passed' }
		}),
	)
}
