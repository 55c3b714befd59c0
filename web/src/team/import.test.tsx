import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import '../words/en'
import { does, type Imported, type Week } from './api'
import { ImportSheet } from './import'

afterEach(() => {
	cleanup()
	vi.restoreAllMocks()
})

const nothing: Imported = {
	added: 0,
	changed: 0,
	removed: 0,
	unchanged: 0,
	changes: [],
	kept: [],
	bad: [],
	unknown: [],
	warnings: [],
} as unknown as Imported

/** looksAt chooses a file and looks at what it would change. */
async function looksAt(found: Partial<Imported>) {
	vi.spyOn(does, 'take').mockResolvedValue({ ...nothing, ...found })
	render(
		<QueryClientProvider client={new QueryClient()}>
			<ImportSheet week={{ zone: 'Europe/Lisbon' } as Week} done={() => {}} />
		</QueryClientProvider>,
	)
	const user = userEvent.setup()
	await user.upload(screen.getByLabelText('File'), new File(['Ada,2026-03-02,sick'], 'week.csv'))
	await user.click(screen.getByRole('button', { name: 'See what would change' }))
}

test('what people entered by hand stays, and it is said of which line', async () => {
	await looksAt({
		unchanged: 1,
		kept: [
			{
				line: 3,
				name: 'Ada Brook',
				by_hand: true,
				from: '2026-03-02T09:00:00Z',
				until: '2026-03-03T09:00:00Z',
				absence: 'sick',
			},
			{
				line: 4,
				name: 'Bo Marsh',
				by_hand: false,
				from: '2026-03-02T09:00:00Z',
				until: '2026-03-02T17:00:00Z',
			},
		] as Imported['kept'],
	})
	expect(await screen.findByText('Something else stands at these times. It stays.')).toBeTruthy()
	const rows = screen.getAllByRole('listitem').map((row) => row.textContent)
	expect(rows[0]).toContain('Line 3: Ada Brook, entered by hand,')
	expect(rows[1]).toContain('Line 4: Bo Marsh, from another file,')
	expect(screen.queryByRole('button', { name: 'Import it' })).toBeNull()
})
