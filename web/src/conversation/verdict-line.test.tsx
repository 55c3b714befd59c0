import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import '../words/en'
import { VerdictLine } from './lines'
import type { Why } from './queries'
import { type Talk, TalkProvider } from './talk'

afterEach(cleanup)

const facts = {
	intent: 'complaint',
	intent_confidence: 0.45,
	sentiment: 'neutral',
	urgency: 'normal',
	flags: {},
}

function shown(corrections: object[]): string {
	const why = { decision: { decision: { facts, rule: 'default', department: 'service' } }, corrections }
	const talk = { names: { team: () => 'Service', who: () => 'Ada' } } as unknown as Talk
	render(
		<TalkProvider value={talk}>
			<VerdictLine why={why as unknown as Why} tone="public" explain={() => {}} />
		</TalkProvider>,
	)
	return document.body.textContent ?? ''
}

test('an unsure reading asks to be checked', () => {
	expect(shown([])).toContain('please check 0.45')
})

test('a corrected one asks no more, and says what was read', () => {
	const line = shown([{ kind: 'fact', head: 'intent', truth: 'bug', said: 'complaint', by: 'agt_1' }])
	expect(line).toMatch(/^Bug.*Ada said so, read as Complaint/)
	expect(line).not.toContain('please check')
})
