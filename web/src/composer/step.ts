import type { Key } from '../words/catalogue'
import type { Ruling } from './keeper'
import type { Way } from './ways'

type Reason = NonNullable<Ruling['reasons']>[number]

/** Finding is one thing the guard found, and how bad it is. */
export interface Finding extends Reason {
	weight: 'stops' | 'waits' | 'returned'
}

const holding = new Set(['level', 'approval', 'own_approval'])
const order = ['returned', 'stops', 'waits']

/** findingsOf lists what the guard found, worst first. What sending mends by itself is left out. */
export function findingsOf(ruling: Ruling | undefined, take: boolean): Finding[] {
	const all = (ruling?.reasons ?? [])
		.filter((r) => r.rule !== 'empty' && !(take && r.rule === 'lead'))
		.map((r): Finding => ({ ...r, weight: weightOf(r.rule) }))
	return all.sort((a, b) => order.indexOf(a.weight) - order.indexOf(b.weight))
}

function weightOf(rule: string): Finding['weight'] {
	if (rule === 'returned') return 'returned'
	return holding.has(rule) ? 'waits' : 'stops'
}

/** Step is what the button does next, in words. */
export interface Step {
	does: 'send' | 'ask' | 'fix' | 'nothing'
	word: Key
	values?: Record<string, unknown>
}

const verbs: Record<string, [plain: Key, taking: Key]> = {
	public: ['composer.post', 'composer.takePost'],
	email: ['composer.email', 'composer.takeEmail'],
	internal: ['composer.addNote', 'composer.addNote'],
}

/** verbOf is what sending on a way is called: never just Send. */
export function verbOf(way: Way, take: boolean, name: string): Pick<Step, 'word' | 'values'> {
	const [plain, taking] = verbs[way.kind] ?? ['composer.send', 'composer.takeSend']
	return { word: take ? taking : plain, values: { name } }
}

export interface Standing {
	way: Way
	written: boolean
	/** The words break a limit that is counted here. */
	over: boolean
	/** Who gets it has to be said first. */
	asksWhom?: boolean
	take: boolean
	findings: Finding[]
	name: string
}

/** nextStep says what the button does: the next thing to do, never a dead end. */
export function nextStep(s: Standing): Step {
	const verb = verbOf(s.way, s.take, s.name)
	if (s.way.refused || !s.written) return { does: 'nothing', ...verb }
	if (s.asksWhom) return { does: 'fix', word: 'composer.toFirst' }
	const stops = s.findings.filter((f) => f.weight === 'stops').length
	if (s.over || stops > 0) return { does: 'fix', word: 'composer.fix', values: { n: Math.max(1, stops) } }
	if (s.findings.some((f) => f.weight !== 'stops')) return { does: 'ask', word: 'composer.askApproval' }
	return { does: 'send', ...verb }
}
