import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import '../../words/en'
import { type Desk, DeskContext } from '../desk'
import { policyOf } from '../model'
import { Checked } from './checked'

afterEach(cleanup)

const source =
	'version: 1\ndefault: {owner: servic}\ntopic: [{id: bills, when: {intent: billing}, owner: sales}]\n'
const slip = {
	kind: 'unreadable',
	severity: 'error',
	line: 2,
	column: 18,
	text: 'There is no department servic.',
	hint: 'Did you mean service?',
}

function shown(...findings: object[]) {
	const write = vi.fn()
	const desk = {
		name: 'draft',
		content: { source, accepted: [] },
		policy: policyOf(source),
		vocabulary: { name: (key: string) => key, of: () => [], departments: [] },
		check: { findings, tests: { results: [], passed: 0, failed: 0 } },
		checked: true,
		may: true,
		write,
		jump: () => {},
		tell: () => {},
	} as unknown as Desk
	render(
		<DeskContext value={desk}>
			<Checked />
		</DeskContext>,
	)
	return write
}

const looks = (name: RegExp) => screen.getByRole('button', { name }).className

test('the fix of a finding looks like what to press, the way to the rule like a link', async () => {
	const write = shown(slip)
	expect(looks(/^Make it/)).toContain('bg-cord')
	expect(looks(/^Show the/)).not.toMatch(/bg-cord|shadow-\[inset/)
	await userEvent.click(screen.getByRole('button', { name: /^Make it/ }))
	expect(write).toHaveBeenCalledWith(source.replace('servic}', 'service}'))
	await vi.waitFor(() => expect(document.activeElement?.id).toBe('checked')) // what was pressed goes
})

test('without a fix the way to the rule is what to press', () => {
	shown({ ...slip, hint: 'Name one that exists.' })
	expect(screen.queryByRole('button', { name: /^Make it/ })).toBeNull()
	expect(looks(/^Show the/)).toContain('shadow-[inset')
})
