import { expect, test } from 'vitest'
import { joinedUp, type Message } from './queries'

const said = (ids: string) => [...ids].map((id) => ({ id }) as Message)
const known = (...pages: string[]) => ({
	pages: pages.map((p) => ({ items: said(p), next: p })),
	pageParams: pages.map(() => undefined),
})
const text = (k: ReturnType<typeof joinedUp>) => k?.pages.map((p) => p.items.map((m) => m.id).join(''))

test.each([
	['one came', ['efgh', 'abcd'], 'fghi', ['efghi', 'abcd']],
	['nothing came', ['efgh', 'abcd'], 'efgh', ['efgh', 'abcd']],
	['the last one went', ['efgh', 'abcd'], 'efg', ['efg', 'abcd']],
	['more came than are read at once', ['efgh', 'abcd'], 'lmno', undefined],
	['the first of them is known further up', ['efgh', 'abcd'], 'defg', undefined],
])('the end of a long talk is put to what is known: %s', (_, before, now, want) => {
	expect(text(joinedUp(known(...before), said(now)))).toEqual(want)
})
