import { afterEach, expect, test, vi } from 'vitest'
import { Actions } from './action'
import { listen, namesOf } from './key'

const key = (init: KeyboardEventInit, target: EventTarget = document.body) => {
	const e = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
	target.dispatchEvent(e)
	return e
}

type Press = KeyboardEventInit & { modifierAltGraph?: boolean }
const press = (init: Press) =>
	Object.assign(new KeyboardEvent('keydown', init), {
		getModifierState: (name: string) => name === 'AltGraph' && init.modifierAltGraph === true,
	})

let stop = () => {}
afterEach(() => stop())

function acting(...keys: string[]) {
	const actions = new Actions()
	const run = Object.fromEntries(keys.map((k) => [k, vi.fn()]))
	actions.add(keys.map((k) => ({ id: k, word: 'frame.close', key: k, run: run[k] as () => void })))
	stop = listen(actions)
	return { actions, run }
}

test.each([
	[{ key: 'e' }, 'e'],
	[{ key: 'Y', shiftKey: true }, 'Shift+y'],
	[{ key: '?', shiftKey: true }, '?'],
	[{ key: 'Enter', ctrlKey: true }, '$mod+Enter'],
	[{ key: 'Enter', ctrlKey: true, shiftKey: true }, '$mod+Shift+Enter'],
	[{ key: '1', altKey: true, code: 'Digit1' }, 'Alt+1'],
	[{ key: 'л', ctrlKey: true, code: 'KeyK' }, '$mod+л', '$mod+k'],
	[{ key: 'Л', shiftKey: true, code: 'KeyK' }, 'Shift+л', 'Shift+k'],
	[{ key: '[', ctrlKey: true, altKey: true, modifierAltGraph: true, code: 'Digit8' }, '['],
	[{ key: '€', ctrlKey: true, altKey: true, modifierAltGraph: true, code: 'KeyE' }, '€'],
	[{ key: 'e', metaKey: true }],
])('a press of %o is called %s', (init, ...names) => {
	expect(namesOf(press(init as Press), false)).toEqual(names)
})

test.each([
	[{ key: '¡', altKey: true, code: 'Digit1' }, '¡', 'Alt+1'],
	[{ key: '[', altKey: true, code: 'Digit5' }, '[', 'Alt+5'],
	[{ key: 'k', metaKey: true, code: 'KeyK' }, '$mod+k'],
	[{ key: 'y', ctrlKey: true, code: 'KeyY' }],
])('on a keyboard of Apple a press of %o is called %s', (init, ...names) => {
	expect(namesOf(press(init as Press), true)).toEqual(names)
})

test('a key runs its action once and goes no further', () => {
	const { run } = acting('e')
	expect(key({ key: 'e' }).defaultPrevented).toBe(true)
	expect(run.e).toHaveBeenCalledOnce()
})

test('a sequence runs when it is finished, and is forgotten after another key', () => {
	const { run } = acting('g m', 'm')
	key({ key: 'g' })
	key({ key: 'm' })
	expect(run['g m']).toHaveBeenCalledOnce()
	key({ key: 'g' })
	key({ key: 'x' })
	key({ key: 'm' })
	expect(run['g m']).toHaveBeenCalledOnce()
	expect(run.m).toHaveBeenCalledOnce()
})

test('while somebody writes, letters are letters', () => {
	const { actions, run } = acting('e')
	const send = vi.fn()
	actions.add([{ id: 'send', word: 'frame.close', key: '$mod+Enter', whileWriting: true, run: send }])
	const field = document.body.appendChild(document.createElement('textarea'))
	expect(key({ key: 'e' }, field).defaultPrevented).toBe(false)
	expect(run.e).not.toHaveBeenCalled()
	key({ key: 'Enter', ctrlKey: true }, field)
	expect(send).toHaveBeenCalledOnce()
	field.remove()
})

test('what cannot be done now is not done by its key', () => {
	const actions = new Actions()
	const run = vi.fn()
	actions.add([{ id: 'close', word: 'frame.close', key: 'e', refused: 'Somebody else leads.', run }])
	stop = listen(actions)
	key({ key: 'e' })
	expect(run).not.toHaveBeenCalled()
})

test('what cannot be done leaves its key to what can', () => {
	const actions = new Actions()
	const offer = vi.fn()
	const open = vi.fn()
	actions.add([{ id: 'offer.accept', word: 'frame.go', key: 'y', run: offer }])
	actions.add([{ id: 'conversation.accept', word: 'frame.go', key: 'y', refused: 'Not yours.', run: open }])
	stop = listen(actions)
	key({ key: 'y' })
	expect(offer).toHaveBeenCalledOnce()
	expect(open).not.toHaveBeenCalled()
})

test('what belongs to a field acts in that field alone, while somebody writes', () => {
	const actions = new Actions()
	const send = vi.fn()
	const box = document.body.appendChild(document.createElement('section'))
	const own = box.appendChild(document.createElement('textarea'))
	const other = document.body.appendChild(document.createElement('textarea'))
	actions.add([{ id: 'send', word: 'frame.go', key: '$mod+Enter', whileWriting: () => box, run: send }])
	stop = listen(actions)
	key({ key: 'Enter', ctrlKey: true }, other)
	expect(send).not.toHaveBeenCalled()
	key({ key: 'Enter', ctrlKey: true }, own)
	expect(send).toHaveBeenCalledOnce()
	box.remove()
	other.remove()
})

test('the last registered wins, and gives way when it goes', () => {
	const actions = new Actions()
	const page = vi.fn()
	const panel = vi.fn()
	actions.add([{ id: 'close', word: 'frame.close', key: 'Escape', run: page }])
	const gone = actions.add([{ id: 'close', word: 'frame.close', key: 'Escape', run: panel }])
	stop = listen(actions)
	key({ key: 'Escape' })
	gone()
	key({ key: 'Escape' })
	expect(panel).toHaveBeenCalledOnce()
	expect(page).toHaveBeenCalledOnce()
	expect(actions.all()).toHaveLength(1)
})

test('Enter on a button presses the button', () => {
	const { run } = acting('Enter')
	const button = document.body.appendChild(document.createElement('button'))
	expect(key({ key: 'Enter' }, button).defaultPrevented).toBe(false)
	expect(run.Enter).not.toHaveBeenCalled()
	button.remove()
	key({ key: 'Enter' })
	expect(run.Enter).toHaveBeenCalledOnce()
})

test.each([
	['a heading that was only given the focus', '<h1 tabindex="-1"></h1>', true],
	['a part of the page', '<main tabindex="-1"><p></p></main>', true],
	['a link', '<a href="/x"><b></b></a>', false],
	['a list with keys of its own', '<div role="listbox" tabindex="0"></div>', false],
	['a dialog before the page', '<div role="dialog" tabindex="-1"><h2 tabindex="-1"></h2></div>', false],
	['a field', '<input>', false],
])('Enter on %s', (_, html, acts) => {
	const { run } = acting('Enter')
	const box = document.body.appendChild(document.createElement('div'))
	box.innerHTML = html
	const inner = [...box.querySelectorAll('*')].at(-1)
	key({ key: 'Enter' }, inner)
	expect(run.Enter).toHaveBeenCalledTimes(acts ? 1 : 0)
	box.remove()
})

test('an action may have a second key', () => {
	const actions = new Actions()
	const run = vi.fn()
	actions.add([{ id: 'palette', word: 'frame.close', key: '$mod+k', also: '/', run }])
	stop = listen(actions)
	key({ key: '/' })
	key({ key: 'k', ctrlKey: true })
	expect(run).toHaveBeenCalledTimes(2)
})

test('in a menu, keys are the menu’s', () => {
	const { run } = acting('e')
	const menu = document.body.appendChild(document.createElement('div'))
	menu.setAttribute('role', 'menu')
	key({ key: 'e' }, menu)
	expect(run.e).not.toHaveBeenCalled()
	menu.remove()
})
