import type { Action, Actions } from './action'

const apple = /mac|iphone|ipad/i.test(globalThis.navigator?.userAgent ?? '')

/** nameOf is what an action calls the key that was pressed. */
export function nameOf(e: KeyboardEvent): string {
	const parts: string[] = []
	if (apple ? e.metaKey : e.ctrlKey) parts.push('$mod')
	if (e.altKey) parts.push('Alt')
	const letter = e.key.length === 1
	if (e.shiftKey && (!letter || /\p{L}/u.test(e.key))) parts.push('Shift')
	parts.push(letter ? e.key.toLowerCase() : e.key)
	return parts.join('+')
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

/** pressing reports whether Enter or Space is a press of what has the focus. */
function pressing(target: EventTarget | null, keys: string): boolean {
	if (keys !== 'Enter' && keys !== ' ') return false
	return target instanceof Element && target.closest('a, button, summary, [role], [tabindex]') !== null
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
		if (e.defaultPrevented || e.isComposing || /^(Shift|Control|Alt|Meta)$/.test(e.key)) return
		const keys = begun ? `${begun} ${nameOf(e)}` : nameOf(e)
		const busy = writing(e.target)
		const action = pressing(e.target, keys) ? undefined : find(actions, keys, busy)
		if (action) {
			forget()
			e.preventDefault()
			action.run()
			return
		}
		forget()
		if (!busy && actions.begins(keys)) {
			begun = keys
			timer = setTimeout(forget, within)
		}
	}
	window.addEventListener('keydown', press)
	return () => {
		forget()
		window.removeEventListener('keydown', press)
	}
}

function find(actions: Actions, keys: string, busy: boolean): Action | undefined {
	const action = actions.byKey(keys)
	if (!action || action.refused !== undefined) return undefined
	const meant = action.whileWriting && action.key === keys // its second key is a letter while somebody writes
	return busy && !meant ? undefined : action
}
