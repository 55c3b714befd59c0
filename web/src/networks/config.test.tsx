import { cleanup, render, screen } from '@testing-library/react'
import user from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import { Problem } from '../api/problem'
import { About } from './about'
import type { Form } from './api'
import { begin, configOf, isPlaced, missing, wrongWith } from './config'
import { figures } from './figures'
import { prefill } from './prefill'
import { Settings } from './settings'

afterEach(cleanup)

/** A network nobody here has ever seen. */
const pigeon = {
	key: 'pigeon',
	name: 'Pigeon post',
	summary: 'Birds with letters.',
	realm: 'account',
	fields: [
		{
			name: 'loft',
			label: 'Loft',
			kind: 'url',
			secret: false,
			required: true,
			advanced: false,
			help: 'Where the birds live.',
		},
		{
			name: 'ring',
			label: 'Ring',
			kind: 'secret',
			secret: true,
			required: true,
			advanced: false,
			help: 'On the leg.',
		},
		{
			name: 'night',
			label: 'Fly at night',
			kind: 'bool',
			secret: false,
			required: false,
			advanced: false,
			help: 'Slower.',
		},
		{
			name: 'breed',
			label: 'Breed',
			kind: 'choice',
			secret: false,
			required: false,
			advanced: false,
			default: 'homer',
			help: 'Which.',
			choices: [
				{ value: 'homer', label: 'Homer' },
				{ value: 'tumbler', label: 'Tumbler' },
			],
		},
		{
			name: 'weight',
			label: 'Weight',
			kind: 'number',
			secret: false,
			required: false,
			advanced: true,
			help: 'In grams.',
		},
		{
			name: 'odd',
			label: 'Odd',
			kind: 'of_a_kind_to_come',
			secret: false,
			required: false,
			advanced: false,
			help: 'New.',
		},
	],
	capabilities: [{ capability: 'post_public', means: 'answers in public' }],
	lanes: [],
	text: { max: 1200, unit: 'feathers', source: 'the loft book' },
	rates: [
		{
			name: 'Flights',
			points: 3,
			window_seconds: 86400,
			scope: 'bird',
			source: 'https://pigeon.example/rules',
		},
	],
	limits: [{ name: 'Longest flight', value: 7200, unit: 'seconds', source: 'the loft book' }],
	windows: [],
	visibility_delay_seconds: 0,
	dedup: 'none',
	read_back: 'none',
	setup: [{ title: 'Feed them', text: 'twice a day.' }],
	terms: [{ text: 'No letters over 20 grams.', source: 'https://pigeon.example/rules' }],
} satisfies Form

let values = begin(pigeon)
function Filled({ kept = false }: { kept?: boolean }) {
	const [now, set] = useState(begin(pigeon))
	values = now
	return <Settings form={pigeon} values={now} onChange={set} wrong={() => undefined} kept={kept} />
}

test('the form of a network nobody has seen is built from its Spec alone', async () => {
	render(<Filled />)
	await user.type(screen.getByRole('textbox', { name: 'Loft' }), 'https://loft.example')
	await user.type(screen.getByLabelText('Ring'), 'B-17')
	await user.click(screen.getByRole('checkbox', { name: /Fly at night/ }))
	await user.selectOptions(screen.getByLabelText('Breed'), 'Tumbler')
	await user.type(screen.getByLabelText(/^Odd/), 'x')
	expect(screen.getByLabelText('Ring').getAttribute('type')).toBe('password')
	expect(screen.getByText('More settings')).toBeTruthy()
	expect(configOf(pigeon, values)).toEqual({
		loft: 'https://loft.example',
		ring: 'B-17',
		night: 'true',
		breed: 'tumbler',
		odd: 'x',
	})
})

test('a secret that is kept may stay empty, and is not sent', () => {
	const kept = begin(pigeon, { loft: 'https://loft.example', ring: 'never shown' })
	expect(kept.ring).toBe('')
	expect(missing(pigeon, kept, { kept: true })).toEqual({})
	expect(configOf(pigeon, kept)).not.toHaveProperty('ring')
	expect(Object.keys(missing(pigeon, begin(pigeon), { kept: false }))).toEqual(['loft', 'ring'])
})

test('limits of unknown units are said as the network says them, each with its source', () => {
	expect(figures(pigeon).map((f) => [f.name, f.value])).toEqual([
		['One post', '1,200 feathers'],
		['Flights', '3 in 1 day, for each bird'],
		['Longest flight', '2 hours'],
	])
	render(<About form={pigeon} />)
	expect(screen.getAllByRole('link', { name: 'pigeon.example' })).toHaveLength(2)
	expect(screen.getByText('answers in public')).toBeTruthy()
})

test('what the server says stands at its field', () => {
	const refused = new Problem(422, 'invalid', '', 'No.', '', '', [
		{ field: 'body.config.loft', text: 'No bird there.' },
	])
	expect(wrongWith(refused, 'loft')).toBe('No bird there.')
	expect(isPlaced(refused, ['loft'])).toBe(true)
	expect(isPlaced(refused, ['ring'])).toBe(false)
})

test('the practice network is proposed on this very server, others are not', () => {
	expect(prefill({ ...pigeon, key: 'practice' }, 'https://here.example', () => 'token-1')).toMatchObject({
		loft: 'https://here.example/practice',
		ring: 'token-1',
	})
	expect(prefill(pigeon, 'https://here.example', () => 'token-1')).toMatchObject({ loft: '', ring: '' })
})
