import { cleanup, render, screen, within } from '@testing-library/react'
import user from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { check } from './check'
import { type Draft, type Span, weekOf } from './draft'
import { Hours } from './hours'

beforeEach(() => {
	vi.spyOn(Intl, 'supportedValuesOf').mockReturnValue(['Europe/Lisbon', 'America/Bogota'])
})
afterEach(cleanup)

let week = {}
let edited: Span[] = []
const checked = () => {
	const draft = { company: 'Ferry', name: 'Ada', email: 'ada@ferry.example', people: [], spans: edited }
	return check(draft as unknown as Draft, '', true)
}
function Edited() {
	const [spans, set] = useState<Span[]>([{ id: 0, days: ['mon'], from: '09:00', to: '17:00' }])
	const [zone, setZone] = useState('UTC')
	week = weekOf(spans)
	edited = spans
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
	await user.type(second.getByLabelText('From'), '22{Enter}')
	await user.type(second.getByLabelText('To'), '02:00')
	expect(week).toMatchObject({ wed: ['22:00-15:00'] })
	await user.tab()
	expect(second.getByText('until the next morning')).toBeTruthy()
	expect(week).toMatchObject({ wed: ['22:00-02:00'] })
	await user.click(screen.getByRole('button', { name: 'Remove hours 2' }))
	expect(week).not.toHaveProperty('wed')
	expect(screen.queryByRole('button', { name: 'Remove hours 1' })).toBeNull()
})

test('what is no time of day stays as it was typed, says so, and is refused', async () => {
	render(<Edited />)
	const to = screen.getByLabelText<HTMLInputElement>('To')
	await user.type(to, '25:00')
	await user.tab()
	expect(to.value).toBe('25:00')
	expect(to.getAttribute('aria-invalid')).toBe('true')
	expect(to.getAttribute('aria-describedby')).toBe(screen.getByText('That is no time of day.').id)
	expect(checked()).toEqual({ 'hours.times': 'That is no time of day.' })
	await user.type(to, '6 pm')
	await user.tab()
	expect(screen.queryByText('That is no time of day.')).toBeNull()
	expect(checked()).toEqual({})
	expect(week).toEqual({ mon: ['09:00-18:00'] })
})

test('the zone is one there is', async () => {
	render(<Edited />)
	await user.selectOptions(screen.getByLabelText('Time zone'), 'Europe/Lisbon')
	expect(screen.getByText('Europe/Lisbon', { selector: 'output' })).toBeTruthy()
})
