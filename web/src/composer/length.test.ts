import { expect, test } from 'vitest'
import shared from '../../../internal/connector/testdata/length.json'
import { fits, lengthOf } from './length'

interface Case extends Record<string, unknown> {
	text: string
	link?: number
}

// The server counts the same texts in its own tests.
const cases: Case[] = shared
const units = ['graphemes', 'runes', 'bytes', 'utf16', 'weighted']

test.each(cases)('$text is as long here as on the server', (c) => {
	const counted = units.map((unit) => lengthOf(c.text, { unit, link_length: c.link }))
	expect(counted).toEqual(units.map((unit) => c[unit]))
})

test('an unknown unit counts bytes, the strictest', () => {
	expect(lengthOf('Tür', { unit: 'furlongs' })).toBe(4)
})

test('a long address fits where links count for little', () => {
	const text = `See https://board.example/${'x'.repeat(80)}`
	expect(fits(text, { max: 30, unit: 'weighted', link_length: 23 })).toBe(true)
	expect(fits(text, { max: 30, unit: 'weighted' })).toBe(false)
})
