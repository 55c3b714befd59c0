import { expect, test } from 'vitest'
import type { Shift } from './api'
import { shiftsOf, typedOf } from './weekly'

const usual: Shift = {
	key: 'usual',
	name: '',
	hours: {
		zone: 'Europe/Berlin',
		hours: { mon: ['09:00-17:00'], tue: ['09:00-17:00'] },
		holidays: [{ date: '12-25' }],
	},
}

test('hours keep their key and their holidays, whatever else changes', () => {
	expect(shiftsOf(typedOf([usual]))).toEqual([usual])
	expect(typedOf([usual])[0]?.spans).toEqual([{ id: 0, days: ['mon', 'tue'], from: '09:00', to: '17:00' }])
})

test('new hours get a key that none of them has', () => {
	const fresh = { id: 9, key: '', name: ' Late ', zone: 'UTC', spans: [], holidays: null }
	expect(shiftsOf([...typedOf([usual]), fresh, { ...fresh, id: 10 }]).map((s) => [s.key, s.name])).toEqual([
		['usual', ''],
		['hours-2', 'Late'],
		['hours-3', 'Late'],
	])
	expect(shiftsOf([fresh])[0]?.key).toBe('usual')
})
