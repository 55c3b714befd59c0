import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import user from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Span, weekOf } from './draft'
import { Hours } from './hours'

beforeEach(() => {
	vi.spyOn(Intl, 'supportedValuesOf').mockReturnValue(['Europe/Lisbon', 'America/Bogota'])
})
afterEach(cleanup)

let week = {}
function Edited() {
	const [spans, set] = useState<Span[]>([{ id: 0, days: ['mon'], from: '09:00', to: '17:00' }])
	const [zone, setZone] = useState('UTC')
	week = weekOf(spans)
	return (
		<>
			<Hours spans={spans} zone={zone} onSpans={set} onZone={setZone} />
			<output>{zone}</output>
		</>
	)
}

test('days and hours are chosen line by line, by the keyboard alone', async () => {
	render(<Edited />)
	await user.tab()
	await user.keyboard(' ')
	expect(week).toEqual({})
	expect(screen.getByText('Choose at least one day.')).toBeTruthy()
	await user.keyboard(' ')
	await user.tab()
	await user.keyboard(' ')
	expect(week).toEqual({ mon: ['09:00-17:00'], tue: ['09:00-17:00'] })
	await user.click(screen.getByRole('button', { name: 'Add hours' }))
	const second = within(screen.getByRole('group', { name: 'Hours 2' }))
	expect(second.getByRole<HTMLInputElement>('checkbox', { name: 'Wednesday' }).checked).toBe(true)
	fireEvent.change(second.getByLabelText('From'), { target: { value: '22:00' } })
	fireEvent.change(second.getByLabelText('To'), { target: { value: '02:00' } })
	expect(second.getByText('until the next morning')).toBeTruthy()
	expect(week).toMatchObject({ wed: ['22:00-02:00'] })
	await user.click(screen.getByRole('button', { name: 'Remove hours 2' }))
	expect(week).not.toHaveProperty('wed')
	expect(screen.queryByRole('button', { name: 'Remove hours 1' })).toBeNull()
})

test('the zone is one there is', async () => {
	render(<Edited />)
	await user.selectOptions(screen.getByLabelText('Time zone'), 'Europe/Lisbon')
	expect(screen.getByText('Europe/Lisbon', { selector: 'output' })).toBeTruthy()
})
