import { expect, test } from 'vitest'
import '../words/en'
import { speakersOf } from './speaker'
import { whoWord } from './use-consent'

const person = (name: string, department: string, disabled = false) => ({
	id: name,
	name,
	email: `${name.toLowerCase()}@kettles.example`,
	departments: [department],
	disabled,
})
const all = [
	person('Ben', 'product'),
	person('Linus', 'product'),
	person('Old', 'product', true),
	person('Ada', 'service'),
]
const plain = 'version: 1\ndepartments: [service, product]'
const named = 'version: 1\ndepartments: {service: {}, product: {liaison: Linus@Kettles.example}}'

test('whoever belongs to a department may sign for it, unless it has a liaison', () => {
	expect(whoWord(speakersOf('product', { leads: plain, draft: plain }, all))).toBe('any of Ben or Linus')
	expect(whoWord(speakersOf('product', { leads: named, draft: plain }, all))).toBe('Linus')
	expect(whoWord(speakersOf('product', { leads: plain, draft: named }, all))).toBe('Linus')
})

test('a liaison who left the department does not speak for it, and where nobody is nobody is named', () => {
	const gone = named.replace('Linus@', 'ada@')
	expect(speakersOf('product', { leads: gone, draft: gone }, all).people).toHaveLength(2)
	expect(whoWord(speakersOf('sales', { leads: plain, draft: plain }, all))).toBe('nobody belongs to it')
})
