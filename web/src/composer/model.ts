import { frozen, held, type Keeper } from './keeper'
import { type Finding, findingsOf, nextStep, type Step } from './step'
import type { Way } from './ways'

/** Scene is everything that decides what the composer shows and what its button does. */
export interface Scene {
	way: Way
	words: Keeper
	/** Who reads it, by name. */
	name: string
	/** Who gets it has to be said first. */
	asksWhom?: boolean
	/** Sending takes the lead first. */
	take: boolean
	/** The words break a limit of the way. */
	over: boolean
	/** The customer wrote again since the writing began. */
	meanwhile: boolean
	/** The customer's last words were private, and these would be public. */
	opensUp: boolean
	/** What goes on besides: a note is kept, files are added. */
	going: 'notes' | 'adds' | undefined
}

/** Look is what of it is shown. */
export interface Look {
	internal: boolean
	/** The words stay as they are: they are on their way, or wait for somebody. */
	still: boolean
	/** What the guard found, worst first. */
	findings: Finding[]
	step: Step
	/** There is a button, and whether it can be pressed now. */
	button: 'none' | 'waits' | 'ready'
}

/** lookOf says what a scene looks like. */
export function lookOf(s: Scene): Look {
	const internal = s.way.readers === 'internal'
	const still = !internal && frozen(s.words)
	const findings = internal ? [] : findingsOf(s.words.ruling, s.take)
	const text = internal ? s.words.note : s.words.text
	const step = nextStep({
		way: s.way,
		written: text.trim() !== '' || (!internal && s.words.files.length > 0),
		over: !internal && s.over,
		asksWhom: !internal && (s.asksWhom ?? false),
		take: s.take,
		findings,
		name: s.name,
	})
	return {
		internal,
		still,
		findings: still && held(s.words) ? [] : findings,
		step,
		button: buttonOf(s, internal, still),
	}
}

function buttonOf(s: Scene, internal: boolean, still: boolean): Look['button'] {
	if (!internal && held(s.words)) return 'none'
	return still || s.going ? 'waits' : 'ready'
}

/** What comes of a press: words go out, a note is kept, something has to be looked at or said first, or nothing. */
export type Press = 'send' | 'note' | 'look' | 'confirm' | 'nothing'

/** pressOf says what comes of pressing the button. sure is said once more that everybody may read it. */
export function pressOf(s: Scene, sure: boolean): Press {
	const { step, button, internal } = lookOf(s)
	if (button !== 'ready' || step.does === 'nothing') return 'nothing'
	if (internal) return 'note'
	if (step.does === 'fix' || s.meanwhile) return 'look'
	return s.opensUp && !sure ? 'confirm' : 'send'
}
