import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import '../words/en'
import { me } from '../api/query'
import { type Classifier, classifier, does, type Settings, type Trial } from './api'
import { ClassifierPanel } from './panel'
import { linesOf } from './state'
import { listOf } from './what'

afterEach(() => {
	cleanup()
	vi.restoreAllMocks()
})

const settings: Settings = {
	on: false,
	name: '',
	protocol: 'switchboard',
	url: '',
	model: '',
	answer_format: 'object',
	timeout_ms: 2000,
	at_once: 4,
	calls_day: 500,
	calls_month: 10_000,
	tokens_day: 0,
	tokens_month: 0,
	heads: ['intent', 'press'],
	unsure_below: 0.5,
	networks: [],
	languages: [],
	private: false,
	history: false,
}
const count = { calls: 0, tokens: 0, answered: 0, changed: 0, failed: 0, spent: 0, busy: 0, resting: 0 }
const now: Classifier = {
	settings,
	has_key: false,
	inside: false,
	heads: ['sentiment', 'intent', 'urgency', 'press'],
	month: { ...count, period: '2026-03' },
	days: [],
}

/** shown opens the panel; nothing is asked of a server. */
function shown(data: Classifier, ...permissions: string[]) {
	const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
	vi.stubGlobal('fetch', () => new Promise(() => {}))
	queries.setQueryData(classifier.queryKey, data)
	queries.setQueryData(me.queryKey, { permissions } as never)
	render(
		<QueryClientProvider client={queries}>
			<ClassifierPanel />
		</QueryClientProvider>,
	)
	return queries
}

/** paste writes a text into a field at once. */
async function paste(label: string, text: string) {
	await userEvent.click(field(label))
	await userEvent.paste(text)
}

const field = (label: string) => screen.getByLabelText(label) as HTMLInputElement

test('who may not switch it sees how it is and no form', () => {
	shown({ ...now, days: [{ ...count, period: '2026-03-02', calls: 7, busy: 2 }] }, 'installation.read')
	expect(screen.getByText('It is off. Nothing leaves.')).toBeTruthy()
	expect(screen.getByText('Budget 0, busy 2, resting 0')).toBeTruthy()
	expect(screen.queryByRole('button')).toBeNull()
})

test('it keeps what is written, with the key, and shows the key never again', async () => {
	const set = vi
		.spyOn(does, 'set')
		.mockImplementation(async ({ settings }) => ({ ...now, settings, has_key: true }))
	shown(now, 'installation.manage')
	await userEvent.click(screen.getByLabelText(/^Switch it on/))
	await paste('What you call it', 'Ours')
	await paste('Address', 'https://models.example/v1')
	await paste('Key', 's3cr3t')
	await userEvent.click(screen.getByLabelText('Mood'))
	await paste('Languages', 'EN, de')
	await userEvent.click(screen.getByRole('button', { name: 'Save' }))
	await waitFor(() => expect(set).toHaveBeenCalledOnce())
	expect(set.mock.calls[0]?.[0]).toEqual({
		settings: {
			...settings,
			on: true,
			name: 'Ours',
			url: 'https://models.example/v1',
			heads: ['sentiment', 'intent', 'press'],
			languages: ['en', 'de'],
		},
		key: 's3cr3t',
	})
	await screen.findByText('Saved.')
	expect(field('Key').value).toBe('')
	expect(field('Languages').value).toBe('EN, de')
	await userEvent.type(field('What you call it'), '!')
	expect(screen.queryByText('Saved.')).toBeNull()
})

test('what is written while it saves stays', async () => {
	let answer = (_: Classifier) => {}
	vi.spyOn(does, 'set').mockReturnValue(
		new Promise((resolve) => {
			answer = resolve
		}),
	)
	shown(now, 'installation.manage')
	await paste('What you call it', 'Ours')
	await userEvent.click(screen.getByRole('button', { name: 'Save' }))
	await paste('Languages', 'fi')
	answer({ ...now, settings: { ...settings, name: 'Ours', calls_day: 7 } })
	await screen.findByDisplayValue('7')
	expect(field('What you call it').value).toBe('Ours')
	expect(field('Languages').value).toBe('fi')
})

test('what others save appears, and what was written here stays', async () => {
	const queries = shown(now, 'installation.manage')
	await paste('What you call it', 'Ours')
	await paste('Key', 's3cr3t')
	act(() => {
		queries.setQueryData(classifier.queryKey, {
			...now,
			settings: { ...settings, name: 'Theirs', calls_day: 7, languages: ['fi'] },
		})
	})
	await waitFor(() => expect(field('Languages').value).toBe('fi'))
	expect(screen.getByDisplayValue('7')).toBeTruthy()
	expect(field('What you call it').value).toBe('Ours')
	expect(field('Key').value).toBe('s3cr3t')
})

test('a text is looked at before it is sent, with what stands in the form', async () => {
	const verdict = {
		language: 'en',
		model: 'built in',
		entities: [],
		heads: { press: { label: 'no', confidence: 0.9 } },
	}
	const trial: Trial = {
		url: 'https://models.example',
		body: '{}',
		text: '[name] here',
		left_out: ['name'],
		tokens: 700,
		sent: false,
		found: {},
		before: verdict,
		after: verdict,
		took_ms: 0,
	}
	const after = {
		...verdict,
		outside: { name: 'Ours', model: 'm-7', fate: 'changed' as const },
		heads: { press: { label: 'yes', confidence: 0.8, by: 'outside' as const } },
	}
	const ask = vi
		.spyOn(does, 'try')
		.mockImplementation(async (body) => (body.send ? { ...trial, sent: true, after } : trial))
	shown(
		{ ...now, settings: { ...settings, url: 'https://models.example', name: 'Ours' } },
		'installation.manage',
	)
	await userEvent.type(screen.getByLabelText('A message'), 'Mara here')
	expect(screen.queryByRole('button', { name: 'Send it' })).toBeNull()
	await userEvent.click(screen.getByRole('button', { name: 'Show what would be sent' }))
	await screen.findByText('[name] here')
	expect(screen.getByText('One piece of personal data is left out.')).toBeTruthy()
	await userEvent.click(screen.getByRole('button', { name: 'Send it' }))
	await screen.findByText(/read by Ours, outside/)
	expect(screen.getByText('was: no')).toBeTruthy()
	expect(ask.mock.calls.map(([body]) => body.send ?? false)).toEqual([false, true])
	expect(ask.mock.calls[1]?.[0].settings).toEqual(ask.mock.calls[0]?.[0].settings)
	await userEvent.click(screen.getByRole('button', { name: 'Show what would be sent' }))
	await screen.findByRole('button', { name: 'Send it' })
	await userEvent.type(field('Address'), '/elsewhere')
	expect(screen.queryByRole('button', { name: 'Send it' })).toBeNull()
	expect(screen.queryByText('[name] here')).toBeNull()
})

test('how it is, the worst first', () => {
	const at = new Date('2026-03-02T12:00:00Z')
	const on = { ...now, settings: { ...settings, on: true } }
	expect(linesOf(on, at).map((l) => l.text)).toEqual(['It was not asked yet.'])
	const bad = linesOf(
		{
			...on,
			spent: 'day',
			trouble: 'key_refused',
			trouble_at: '2026-03-02T11:59:00Z',
			worked_at: '2026-03-02T10:00:00Z',
		},
		at,
	)
	expect(bad.map((l) => l.bad ?? false)).toEqual([true, true, false])
	expect(bad[1]?.text).toMatch(/^It refused the key, /)
})

test('lists are written with commas or blanks', () => {
	expect(listOf(' Mastodon, bluesky  x,')).toEqual(['mastodon', 'bluesky', 'x'])
})
