import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import clsx from 'clsx'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Heading } from '../app/heading'
import { Door } from '../session/door'
import { Button } from '../ui/button'
import { Check, Chip, Group, Segments } from '../ui/choose'
import { TextField } from '../ui/field'
import { Icon } from '../ui/icon'
import { clock } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { check, isPlaced, wrongOf } from './check'
import { answersOf, type Draft, places, type Speak } from './draft'
import { Hours } from './hours'
import { Languages } from './languages'
import { NewPassword } from './password'
import { Departments, People } from './people'
import { proposalOf } from './propose'
import { useRoom } from './room'
import { SampleForm } from './sample-form'
import { Steps } from './steps'
import { setupState } from './visit'
import { Wishes } from './wishes'
import '../words/en/setup'

/** Questions and the way on stand in one column. */
const column = 'mx-auto flex max-w-[520px]'

const route = getRouteApi('/setup/')

/** SetupPage asks what decides how a company answers; beside it stands the sample company, which asks nothing. */
export function SetupPage() {
	const search = route.useSearch()
	const { data: state } = useQuery(setupState)
	const possible = state?.sample_possible ?? false
	// A server started for the sample company asks for nothing else, unless somebody wants their own.
	const look = search.look ?? state?.sample_wanted
	return (
		<Door wide lead={t('setup.lead')} promise={<Pitch sample={possible && !look} />}>
			{look && possible ? <SampleForm /> : <OwnForm sample={possible} />}
		</Door>
	)
}

function Pitch({ sample }: { sample: boolean }) {
	return (
		<>
			<p className="mt-4 max-w-[34em] text-16 text-pretty text-ink-2">{t('setup.promise')}</p>
			{sample && (
				<p className="mt-6 flex items-center gap-3">
					<SampleLink />
					<span className="text-12 text-ink-3">{t('setup.sampleNote')}</span>
				</p>
			)}
		</>
	)
}

function SampleLink() {
	return (
		<Link
			to="/setup"
			search={{ look: true }}
			className="inline-flex h-10 items-center gap-2 rounded-control bg-surface px-4 text-14 font-semibold whitespace-nowrap shadow-[inset_0_0_0_1px_var(--line-strong)] hover:bg-hover"
		>
			<Icon name="target" />
			{t('setup.sample')}
		</Link>
	)
}

function OwnForm({ sample }: { sample: boolean }) {
	const { at } = route.useSearch()
	const { draft, change, password, until, inside, unnamed } = useRoom()
	const [tried, setTried] = useState(false)
	const navigate = useNavigate()
	const queries = useQueryClient()
	const form = useRef<HTMLFormElement>(null)
	const ask = useMutation({
		mutationFn: (draft: Draft) => queries.fetchQuery(proposalOf(answersOf(draft), inside)),
		onSuccess: () => navigate({ to: '/setup/proposal' }),
	})
	useBringing(form, at)

	const submit = (e: FormEvent) => {
		e.preventDefault()
		const found = check(draft, password, inside)
		setTried(true)
		if (Object.keys(found).length === 0) ask.mutate(draft)
		else requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
	}
	// What is wrong is said of the answers that were sent; once they are others, those are looked at anew.
	const sent = ask.variables === draft
	const of = (field: string) =>
		(tried ? check(draft, password, inside)[field] : undefined) ??
		(sent ? wrongOf(ask.error, field) : undefined)

	return (
		<form ref={form} onSubmit={submit} noValidate>
			<div className={clsx(column, 'flex-col gap-4 pb-6 desk:gap-3.5')}>
				<Steps now={1} aside={t('setup.minutes')} />
				<Heading size="large">{t('setup.title')}</Heading>
				{sample && (
					<p className="desk:hidden">
						<SampleLink />
					</p>
				)}
				<div className="grid grid-cols-1 gap-3 rail:grid-cols-2">
					<TextField
						label={t('setup.company')}
						name="company"
						autoComplete="organization"
						required
						value={draft.company}
						error={of('company')}
						onChange={(e) => change({ company: e.target.value })}
					/>
					{(!inside || unnamed) && <Yourself of={of} />}
				</div>
				<hr className="border-line" />
				<Questions of={of} />
				{ask.error && sent && !isPlaced(ask.error) && <Trouble error={ask.error} />}
				<Foot until={until} />
			</div>
			<div className="sticky bottom-0 -mx-4 border-t border-line bg-sunken px-4 py-3 rail:-mx-14 rail:px-14 desk:rounded-b-sheet">
				<div className={clsx(column, 'flex-wrap items-center gap-3')}>
					<Button look="act" size="large" type="submit" disabled={ask.isPending} className="max-rail:w-full">
						{t('setup.show')}
					</Button>
					<p className="text-12 text-ink-3 max-rail:hidden">
						{inside ? t('setup.insideNote') : t('setup.first')}
						<br />
						{t('setup.firstNote')}
					</p>
				</div>
			</div>
		</form>
	)
}

/** Yourself asks who sets up; of somebody who is signed in the password is known. */
function Yourself({ of }: { of: (field: string) => string | undefined }) {
	const { draft, change, password, setPassword, inside } = useRoom()
	return (
		<>
			<TextField
				label={t('setup.name')}
				name="name"
				autoComplete="name"
				required
				value={draft.name}
				error={of('name')}
				onChange={(e) => change({ name: e.target.value })}
			/>
			<TextField
				label={t('setup.email')}
				type="email"
				name="email"
				autoComplete="username"
				required
				value={draft.email}
				error={of('email')}
				onChange={(e) => change({ email: e.target.value })}
			/>
			{!inside && (
				<NewPassword
					label={t('setup.password')}
					value={password}
					onChange={setPassword}
					error={of('password')}
				/>
			)}
		</>
	)
}

function Questions({ of }: { of: (field: string) => string | undefined }) {
	const { draft, change } = useRoom()
	const speaking: Speak[] = ['only_me', 'people', 'departments']
	const names = draft.departments.map((d) => d.name.trim()).filter(Boolean)
	return (
		<>
			<div data-at="wishes">
				<Group label={t('setup.wishes')} aside={t('setup.wishesHelp')}>
					<Wishes order={draft.wishes} onChange={(wishes) => change({ wishes })} />
				</Group>
			</div>
			<div data-at="speak" className="flex flex-col gap-3">
				<Group label={t('setup.speak')} error={of('speak')}>
					<Segments
						label={t('setup.speak')}
						value={draft.speak}
						options={speaking.map((s) => ({ value: s, label: t(`setup.speak.${s}`) }))}
						onChange={(speak) => change({ speak })}
					/>
				</Group>
				{draft.speak === 'departments' && <Voices names={names} error={of('departments')} />}
				{draft.speak !== 'only_me' && (
					<Group
						label={<span className="sr-only">{t('setup.people')}</span>}
						error={of('people')}
						className="-mt-3"
					>
						<People
							list={draft.people}
							departments={draft.speak === 'departments' ? names : []}
							error={of}
							onChange={(people) => change({ people })}
						>
							<Check
								label={t('setup.volunteers')}
								checked={draft.volunteers}
								onChange={(volunteers) => change({ volunteers })}
							/>
						</People>
					</Group>
				)}
			</div>
			<div data-at="networks">
				<Group label={t('setup.networks')}>
					<div className="flex flex-wrap gap-1.5">
						{places.map((p) => (
							<Chip
								key={p}
								label={t(`setup.network.${p}`)}
								checked={draft.networks.includes(p)}
								onChange={(on) =>
									change({ networks: places.filter((o) => (o === p ? on : draft.networks.includes(o))) })
								}
							/>
						))}
					</div>
				</Group>
			</div>
			<div data-at="hours">
				<Group label={t('setup.hours')} error={of('hours') ?? of('hours.zone')}>
					<Hours
						spans={draft.spans}
						zone={draft.zone}
						onSpans={(spans) => change({ spans })}
						onZone={(zone) => change({ zone })}
					/>
				</Group>
			</div>
			<div data-at="languages">
				<Group label={t('setup.languages')} error={of('languages')}>
					<Languages list={draft.languages} onChange={(languages) => change({ languages })} />
				</Group>
			</div>
		</>
	)
}

/** Voices are the departments on one line, and each with what it does once somebody wants to change them. */
function Voices({ names, error }: { names: string[]; error: string | undefined }) {
	const { draft, change } = useRoom()
	return (
		<Group
			label={<span className="sr-only">{t('setup.departments')}</span>}
			error={error}
			className="-mt-1.5"
		>
			<details open={error ? true : undefined}>
				<summary className="cursor-pointer rounded-control py-1">
					<span aria-hidden="true" className="font-semibold">
						{t('setup.departments')}
					</span>{' '}
					<span className="ps-1 text-ink-2">{names.join(', ') || t('setup.noVoices')}</span>
				</summary>
				<div className="pt-2">
					<Departments list={draft.departments} onChange={(departments) => change({ departments })} />
				</div>
			</details>
		</Group>
	)
}

function Foot({ until }: { until: Date | undefined }) {
	const { data: state } = useQuery(setupState)
	const off = state?.off ?? []
	return (
		<div className="flex flex-col gap-2 text-12 text-ink-3">
			{off.length > 0 && (
				<details>
					<summary className="cursor-pointer py-1">{t('setup.off')}</summary>
					<ul className="flex flex-col gap-1 ps-4 pt-1">
						{off.map((o) => (
							<li key={o.feature} className="list-disc">
								{o.text} {o.hint}
							</li>
						))}
					</ul>
				</details>
			)}
			<p className="flex flex-wrap items-center gap-x-4">
				<span className="flex items-center gap-1">
					<Icon name="tick" size={14} />
					{t('setup.local')}
				</span>
				{until && <span className="ms-auto">{t('setup.until', { time: clock(until) })}</span>}
			</p>
		</div>
	)
}

/** useBringing brings the question into view that somebody wants to answer again, with the focus in it. */
function useBringing(form: React.RefObject<HTMLFormElement | null>, at: string | undefined) {
	useEffect(() => {
		if (!at) return
		const part = form.current?.querySelector(`[data-at="${CSS.escape(at)}"], [name="${CSS.escape(at)}"]`)
		part?.scrollIntoView?.({ block: 'center' })
		const control = part?.matches('input') ? part : part?.querySelector('input, button, select')
		if (control instanceof HTMLElement) control.focus({ preventScroll: true })
	}, [form, at])
}
