import { expect, test } from 'vitest'
import { pieces } from './links'
import { fold } from './quote'

const link = (href: string, host: string) => ({ is: 'link', href, host })
const text = (words: string) => ({ is: 'text', text: words })

test.each([
	['Hello', [text('Hello')]],
	['See https://a.example/b.', [text('See '), link('https://a.example/b', 'a.example'), text('.')]],
	['(https://a.example/x_(y))', [text('('), link('https://a.example/x_(y)', 'a.example'), text(')')]],
	['https://xn--80ak6aa92e.com/', [link('https://xn--80ak6aa92e.com/', 'xn--80ak6aa92e.com')]],
	['https://аррӏе.com', [link('https://аррӏе.com', 'xn--80ak6aa92e.com')]],
	['javascript:alert(1)', [text('javascript:alert(1)')]],
	['https://', [text('https://')]],
	['a\u202eb', [text('a'), { is: 'mark', code: 'U+202E' }, text('b')]],
])('%s', (words, want) => {
	expect(pieces(words)).toEqual(want)
})

test.each([
	['Only mine', 'Only mine', ''],
	['Mine\n\n> theirs\n> more', 'Mine', '> theirs\n> more'],
	[
		'Mine\n\nOn Mon, 4 May 2026, Ada <ada@example.org> wrote:\n> theirs',
		'Mine',
		'On Mon, 4 May 2026, Ada <ada@example.org> wrote:\n> theirs',
	],
	[
		'Danke\n\nAm 4. Mai 2026 um 10:00 schrieb Ada:\nalt',
		'Danke',
		'Am 4. Mai 2026 um 10:00 schrieb Ada:\nalt',
	],
	['> theirs\nMine below', '> theirs\nMine below', ''],
	['> only theirs', '> only theirs', ''],
])('%j is folded', (whole, own, quoted) => {
	expect(fold(whole)).toEqual({ own, quoted })
})
