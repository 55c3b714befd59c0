import type { Action, Actions } from './action'

const apple = /mac|iphone|ipad/i.test(globalThis.navigator?.userAgent ?? '')

/**
 * namesOf are what an action may call the key that was pressed: by what it types, then by where it lies, so that keys also
 * act on a layout with other letters and where Alt types something else. A press with a modifier of the system has no name.
 */
export function namesOf(e: KeyboardEvent, on = apple): string[] {
	if (on ? e.ctrlKey : e.metaKey) return []
	if (e.getModifierState('AltGraph')) return [bare(e, e.key)] // it types what stands on no key of its own
	const begin = (on ? e.metaKey : e.ctrlKey) ? '$mod+' : ''
	const alt = e.altKey ? 'Alt+' : ''
	const types = on && e.altKey && e.key.length === 1
	const typed = begin + (types ? '' : alt) + bare(e, e.key)
	const lies = /^(?:Key([A-Z])|Digit(\d))$/.exec(e.code ?? '')
	const where = (lies?.[1] ?? lies?.[2])?.toLowerCase()
	const foreign = !/^[\x20-\x7e]/.test(e.key)
	return where && (types || foreign) ? [typed, begin + alt + bare(e, where)] : [typed]
}

function bare(e: KeyboardEvent, key: string): string {
	const letter = key.length === 1
	const shift = e.shiftKey && (!letter || /\p{L}/u.test(key)) ? 'Shift+' : ''
	return shift + (letter ? key.toLowerCase() : key)
}

const marks: Record<string, string> = apple
	? { $mod: '⌘', Alt: '⌥', Shift: '⇧', Enter: '↵', Escape: 'Esc' }
	: { $mod: 'Ctrl', Alt: 'Alt', Shift: 'Shift', Enter: '↵', Escape: 'Esc' }

/** shown is how a key is written for people. */
export function shown(key: string): string {
	return key
		.split(' ')
		.map((one) =>
			one
				.split('+')
				.map((part) => marks[part] ?? part.toUpperCase())
				.join(apple ? '' : ' '),
		)
		.join(' ')
}

/** writing reports whether keys belong to what has the focus. */
export function writing(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false
	if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return true
	return target.closest('[role="menu"], [data-keys="own"]') !== null
}

/** What Enter may press, and what stands before the page. A heading or a pane that was only given the focus is neither. */
const pressable = 'a, button, summary, [role], [tabindex]:not([tabindex="-1"])'

/** pressing reports whether Enter or Space is a press of what has the focus. */
function pressing(target: EventTarget | null, keys: string): boolean {
	if (keys !== 'Enter' && keys !== ' ') return false
	return target instanceof Element && target.closest(pressable) !== null
}

/** listen runs actions by their keys. A sequence has to be finished within a second. */
export function listen(actions: Actions, within = 1000): () => void {
	let begun = ''
	let timer: ReturnType<typeof setTimeout> | undefined
	const forget = () => {
		begun = ''
		clearTimeout(timer)
	}
	const press = (e: KeyboardEvent) => {
		if (e.defaultPrevented || e.isComposing || /^(Shift|Control|Alt|Meta|AltGraph)$/.test(e.key)) return
		const names = namesOf(e)
		const all = begun ? names.map((name) => `${begun} ${name}`) : names
		forget()
		for (const keys of all) {
			const action = find(actions, keys, e.target)
			if (!action) continue
			e.preventDefault()
			return action.run()
		}
		const begins = all.find((keys) => actions.begins(keys))
		if (begins && !writing(e.target)) {
			begun = begins
			timer = setTimeout(forget, within)
		}
	}
	window.addEventListener('keydown', press)
	return () => {
		forget()
		window.removeEventListener('keydown', press)
	}
}

function find(actions: Actions, keys: string, target: EventTarget | null): Action | undefined {
	const action = pressing(target, keys) ? undefined : actions.byKey(keys)
	if (!action || !writing(target)) return action
	const { whileWriting: acts, key } = action
	if (!acts || key !== keys) return undefined // its second key is a letter while somebody writes
	return acts === true || acts()?.contains(target as Node) ? action : undefined
}
