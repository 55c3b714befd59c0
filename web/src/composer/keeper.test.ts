import { describe, expect, test } from 'vitest'
import { dirty, fingerprint, frozen, type Happening, type Keeper, keep, nothing, type Words } from './keeper'

const draft = (version: number, text: string, more = {}) => ({
	id: 'drf_1',
	conversation_id: 'cnv_1',
	leg_id: 'leg_1',
	author_id: 'agt_1',
	epoch: 1,
	parts: [{ text }],
	reply_to: 'p1',
	state: 'editing',
	hash: `hash of ${text}`,
	version,
	updated_at: '2026-01-01T00:00:00Z',
	...more,
})
const words = (text: string): Words => ({ leg: 'leg_1', text, note: '', files: [], to: '' })
const made = (...all: Happening[]): Keeper => all.reduce(keep, { ...nothing, leg: 'leg_1' })
const typed = (text: string): Happening => ({ is: 'typed', text })
const saved = (version: number, text: string): Happening => ({
	is: 'saved',
	draft: draft(version, text),
	what: fingerprint(words(text)),
})

describe('typing and saving', () => {
	test('nothing written needs no saving', () => {
		expect(dirty(made())).toBe(false)
		expect(dirty(made(typed('   ')))).toBe(false)
	})
	test('what is typed is dirty until the server has it', () => {
		expect(dirty(made(typed('Hello')))).toBe(true)
		expect(dirty(made(typed('Hello'), { is: 'saving' }, saved(1, 'Hello')))).toBe(false)
	})
	test('what is typed while saving is dirty afterwards, and stays', () => {
		const k = made(typed('Hello'), { is: 'saving' }, typed('Hello Dana'), saved(1, 'Hello'))
		expect(k.text).toBe('Hello Dana')
		expect(dirty(k)).toBe(true)
		expect(k.draft?.version).toBe(1)
	})
	test('another leg is another draft text to keep', () => {
		expect(dirty(made(typed('Hello'), saved(1, 'Hello'), { is: 'leg', leg: 'leg_2' }))).toBe(true)
	})
	test('whom it goes to is kept like the words, and said of one leg alone', () => {
		const to = { is: 'to', to: 'lena@ferry.example' } as const
		const k = made(typed('Hello'), saved(1, 'Hello'), to)
		expect(dirty(k)).toBe(true)
		expect(keep(k, { is: 'leg', leg: 'leg_1' }).to).toBe('lena@ferry.example')
		expect(keep(k, { is: 'leg', leg: 'leg_2' }).to).toBe('')
		expect(dirty(made(to))).toBe(false)
		expect(keep(k, { is: 'gone' }).to).toBe('')
		const order = { take: false, close: false, open: false, name: 'Dana' }
		const going = keep(k, { is: 'going', going: { is: 'sending', order } })
		expect(keep(going, { is: 'to', to: '' })).toBe(going)
	})
	test('a note is never part of what the customer would get', () => {
		const k = made({ is: 'noted', note: 'She has written before.' })
		expect(dirty(k)).toBe(false)
		expect(k.text).toBe('')
	})
})

describe('offline', () => {
	test('the words stay, and saving works again later', () => {
		const off = made(typed('Hello'), { is: 'saving' }, { is: 'failed', trouble: { is: 'offline' } })
		expect(off).toMatchObject({ text: 'Hello', saving: false, trouble: { is: 'offline' } })
		expect(dirty(off)).toBe(true)
		expect(keep(off, saved(1, 'Hello')).trouble).toBeUndefined()
	})
})

describe('another tab', () => {
	test('its words come in when there are none of our own to lose', () => {
		const k = made(typed('Hello'), saved(1, 'Hello'), {
			is: 'seen',
			draft: draft(2, 'Hello Dana'),
			words: words('Hello Dana'),
		})
		expect(k).toMatchObject({ text: 'Hello Dana', draft: { version: 2 } })
		expect(dirty(k)).toBe(false)
	})
	test('both texts are kept when both were written', () => {
		const theirs = draft(2, 'Theirs')
		const k = made(typed('a'), saved(1, 'a'), typed('Mine'), {
			is: 'seen',
			draft: theirs,
			words: words('Theirs'),
		})
		expect(k).toMatchObject({ text: 'Mine', trouble: { is: 'stale', theirs } })
		const mine = keep(k, { is: 'mine' })
		expect(mine).toMatchObject({ text: 'Mine', draft: { version: 2 } })
		expect(mine.trouble).toBeUndefined()
		expect(dirty(mine)).toBe(true)
		const other = keep(k, { is: 'theirs', words: words('Theirs') })
		expect(other).toMatchObject({ text: 'Theirs', draft: { version: 2 } })
		expect(dirty(other)).toBe(false)
	})
	test('an older copy changes nothing', () => {
		const k = made(typed('b'), saved(3, 'b'))
		expect(keep(k, { is: 'seen', draft: draft(2, 'a'), words: words('a') })).toBe(k)
	})
	test('the answer to our own saving changes nothing while it is under way', () => {
		const k = made(typed('b'), { is: 'saving' })
		expect(keep(k, { is: 'seen', draft: draft(1, 'b'), words: words('b') })).toBe(k)
	})
})

describe('found again', () => {
	test('a draft of the server is restored, and says so', () => {
		const k = made({ is: 'seen', draft: draft(4, 'Kept'), words: words('Kept') })
		expect(k).toMatchObject({ text: 'Kept', restored: true })
		expect(dirty(k)).toBe(false)
		expect(keep(k, typed('Kept!')).restored).toBe(false)
	})
	test('words this browser kept are dirty until the server has them', () => {
		expect(dirty(made({ is: 'found', words: { text: 'From before', leg: 'leg_1' } }))).toBe(true)
	})
})

describe('the guard and the way out', () => {
	test('a ruling counts for the text it looked at alone', () => {
		const k = made(typed('a'), saved(1, 'a'))
		expect(keep(k, { is: 'ruled', ruling: { outcome: 'allow', hash: 'of another' } }).ruling).toBeUndefined()
		expect(keep(k, { is: 'ruled', ruling: { outcome: 'allow', hash: 'hash of a' } }).ruling).toBeDefined()
	})
	test('what waits for approval is frozen', () => {
		const held = draft(2, 'a', { state: 'held' })
		expect(frozen(made(typed('a'), saved(1, 'a'), { is: 'seen', draft: held, words: words('a') }))).toBe(true)
	})
	test('what was sent leaves the page empty but for the note', () => {
		const k = made(typed('a'), { is: 'noted', note: 'n' }, saved(1, 'a'), { is: 'gone' })
		expect(k).toMatchObject({ text: '', note: 'n', kept: '' })
		expect(k.draft).toBeUndefined()
	})
	test('the message that is answered is that of the first letter', () => {
		const k = made(
			{ is: 'typed', text: 'H', answers: 'msg_1' },
			{ is: 'typed', text: 'He', answers: 'msg_2' },
		)
		expect(k.answers).toBe('msg_1')
		expect(keep(k, { is: 'read', answers: 'msg_2' }).answers).toBe('msg_2')
	})
})
