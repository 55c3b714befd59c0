import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import '../words/en/policy'
import '../words/en/policy-tabs'
import { Working } from './working'

test('says what changes in how people work', () => {
	render(
		<Working
			changes={[
				{ what: 'mode', before: 'solo', after: 'team' },
				{ what: 'accept', before: 'at_once', after: 'as_departments_say' },
				{ what: 'caseload_cap', before: '2', after: 'as_departments_say' },
			]}
		/>,
	)
	expect(screen.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
		'how work comes to people: one person does everything → a team',
		'who is asked to lead: nobody, whoever is chosen leads → as each department says',
		'at most at once, for anybody: 2 → as each department says',
	])
})

test('says nothing where nothing changes', () => {
	const { container } = render(<Working changes={[]} />)
	expect(container.textContent).toBe('')
})
