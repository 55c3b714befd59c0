import { expect, test } from 'vitest'
import { draftName, draftWord } from './draft-name'

test('a draft is called by the number it would lead under', () => {
	expect(draftName(14, [])).toBe('draft-15')
	expect(draftName(14, ['draft-15', 'draft-15-2'])).toBe('draft-15-3')
	expect(draftWord('draft-15')).toBe('Draft 15')
	expect(draftWord('spring')).toBe('spring')
})
