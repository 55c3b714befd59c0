import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { DateField } from './date-field'

const ways = vi.hoisted(() => ({ region: 'en-GB' }))
vi.mock('../words/region', async (real) => ({ ...(await real<object>()), region: () => ways.region }))
afterEach(cleanup)

/** plain leaves out what one browser writes and another does not. */
const plain = (text: string | null | undefined) => text?.replaceAll(',', '')

const described = () => {
	const field = screen.getByLabelText('First day')
	const ids = field.getAttribute('aria-describedby')?.split(' ') ?? []
	return ids.map((id) => plain(document.getElementById(id)?.textContent)).join(' ')
}

test.each([
	['en-GB', 'Tuesday 3 November 2037'],
	['en-US', 'Tuesday November 3 2037'],
	['de-DE', 'Dienstag 3. November 2037'],
])('the day that is chosen is spelled out as the console writes days: %s', (region, words) => {
	ways.region = region
	render(<DateField label="First day" value="2037-11-03" onChange={() => {}} />)
	expect(described()).toBe(words)
})

test('it tells another day, and says what is wrong beside the words', () => {
	ways.region = 'en-GB'
	const onChange = vi.fn()
	render(
		<DateField label="First day" value="2037-11-03" error="It ends before it begins." onChange={onChange} />,
	)
	expect(described()).toBe('Tuesday 3 November 2037 It ends before it begins.')
	fireEvent.change(screen.getByLabelText('First day'), { target: { value: '2037-11-04' } })
	expect(onChange).toHaveBeenCalledWith('2037-11-04')
})

test('where no day is chosen there are no words', () => {
	render(<DateField label="First day" value="" onChange={() => {}} />)
	expect(described()).toBe('')
	cleanup()
	render(<DateField label="First day" value="soon" onChange={() => {}} />)
	expect(described()).toBe('')
})
