import { expect, test } from 'vitest'
import { customerOf, directionOf, matterOf, withoutNames } from './matter'

test.each([
	['@ferrywell the motor cuts out. I paid for a service.', undefined, 'The motor cuts out'],
	['@ferrywell @rides, when can you look at it? Today?', undefined, 'When can you look at it?'],
	['It broke', 'Battery does not fit the Haul 2', 'Battery does not fit the Haul 2'],
	['納車日の変更は可能でしょうか。来週火曜日は。', undefined, '納車日の変更は可能でしょうか'],
	['الرقم هو 4471. شكرا لكم.', undefined, 'الرقم هو 4471'],
	['', undefined, 'No words yet'],
	['  ', '  ', 'No words yet'],
])('%s, %s is about %s', (words, subject, matter) => {
	expect(matterOf(words, subject)).toBe(matter)
})

test('names that are all there is stay', () => {
	expect(withoutNames('@ferrywell')).toBe('@ferrywell')
	expect(withoutNames('@ferrywell @rides hello @you')).toBe('hello @you')
})

test.each([
	['@ferrywell مرحبا، ضاع مفتاح القفل', 'rtl'],
	['https://ferrywell.example/p מה זה?', 'rtl'],
	['It is مفتاح', 'ltr'],
	['@ferrywell 納車日', 'ltr'],
	['4471 @ferrywell', 'auto'],
] as const)('%s runs %s', (words, direction) => {
	expect(directionOf(words)).toBe(direction)
})

test('whoever is not known by a name is somebody', () => {
	expect(customerOf({ customer_name: 'Dana' })).toBe('Dana')
	expect(customerOf({ customer_name: '' })).toBe('Somebody')
})
